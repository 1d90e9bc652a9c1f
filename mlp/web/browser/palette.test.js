import assert from "node:assert/strict";
import { test } from "node:test";

import { isBetterWithWhite, pixelsOf, spreadColours } from "./palette.js";

test("colours begin and end at the given ones and lie between them", () => {
  assert.deepEqual(spreadColours(["#000000", "#0a141e", "#ffffff"], 5), [
    [0, 0, 0], [5, 10, 15], [10, 20, 30], [133, 138, 143], [255, 255, 255],
  ]);
});

test("white text is for dark grounds", () => {
  assert.equal(isBetterWithWhite(8, 48, 107), true);
  assert.equal(isBetterWithWhite(244, 242, 236), false);
});

test("a pixel's bytes are red, green, blue and opaque", () => {
  assert.deepEqual([...new Uint8Array(pixelsOf([[1, 2, 255]]).buffer)], [1, 2, 255, 255]);
});
