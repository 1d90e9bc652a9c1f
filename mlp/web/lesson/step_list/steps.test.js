import assert from "node:assert/strict";
import { test } from "node:test";

import { placeFor } from "./steps.js";

const places = { place: "flatten", before: "tensor", after: null };
const key = { key: "ArrowLeft", altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };

test("arrows lead to the steps beside, and nowhere at the end", () => {
  assert.equal(placeFor(key, places), "tensor");
  assert.equal(placeFor({ ...key, key: "ArrowRight" }, places), null);
});

test("other keys, and arrows that mean something else, turn nothing", () => {
  assert.equal(placeFor({ ...key, key: "ArrowUp" }, places), null);
  for (const held of ["altKey", "ctrlKey", "metaKey", "shiftKey"]) {
    assert.equal(placeFor({ ...key, [held]: true }, places), null);
  }
});
