import assert from "node:assert/strict";
import { test } from "node:test";

import { atlasPixels } from "./drawing.js";

test("the tiles lie side by side, each row of pixels through all of them", () => {
  const levels = new Int8Array(2 * 784);
  levels[1] = 127; // unit 0, row 0, column 1
  levels[784 + 28] = -127; // unit 1, row 1, column 0
  const pixels = atlasPixels(levels, Uint32Array.from({ length: 255 }, (_, index) => index));
  assert.deepEqual([pixels[0], pixels[1], pixels[56 + 28], pixels[56]], [127, 254, 0, 127]);
});
