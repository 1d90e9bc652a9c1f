import assert from "node:assert/strict";
import { test } from "node:test";

import { opaque } from "./pictures.js";

test("grey is the same in all channels", () => {
  assert.deepEqual([...opaque(Uint8Array.of(7, 9), 1)], [7, 7, 7, 255, 9, 9, 9, 255]);
});

test("colours stay what they are", () => {
  assert.deepEqual([...opaque(Uint8Array.of(1, 2, 3), 3)], [1, 2, 3, 255]);
});
