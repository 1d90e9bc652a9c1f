import assert from "node:assert/strict";
import { test } from "node:test";

import { LARGEST_LEVEL, createTaps, paintCells } from "./raster.js";

/** Colours that are the levels themselves. */
const colours = Uint32Array.from({ length: 2 * LARGEST_LEVEL + 1 }, (_, index) => index);

/** Levels of a map of 3 rows and 4 columns on a canvas of so many device pixels. */
function painted(/** @type {number} */ width, /** @type {number} */ height) {
  const levels = Int8Array.of(0, 10, 20, 30, 40, 50, 60, 70, -127, -127, 127, 127);
  const columns = createTaps(width, 0, width / 4, 4);
  const rows = createTaps(height, 0, height / 3, 3);
  const pixels = paintCells({ levels, numColumns: 4 }, columns, rows, colours);
  return Array.from({ length: height }, (_, y) =>
    [...pixels.subarray(y * width, (y + 1) * width)].map((colour) => colour - LARGEST_LEVEL));
}

test("a pixel for each cell has the cell's level", () => {
  assert.deepEqual(painted(4, 3), [[0, 10, 20, 30], [40, 50, 60, 70], [-127, -127, 127, 127]]);
});

test("large cells have hard edges", () => {
  assert.deepEqual(painted(8, 6)[0], [0, 0, 10, 10, 20, 20, 30, 30]);
  assert.deepEqual(painted(10, 3)[0], [0, 0, 10, 10, 10, 20, 20, 30, 30, 30]); // the cell at its middle
  assert.deepEqual(painted(8, 6)[1], painted(8, 6)[0]);
});

test("a pixel over several cells has their mean, whatever part of each it covers", () => {
  assert.deepEqual(painted(2, 3), [[5, 25], [45, 65], [-127, 127]]);
  assert.deepEqual(painted(1, 1), [[23]]); // (60 + 220) / 12
  assert.deepEqual(painted(3, 3)[0], [3, 15, 28]); // (0·3 + 10) / 4, …
});

test("the shares of a pixel sum to all of it", () => {
  const { first, last, head, tail, inner } = createTaps(100, 17, 0.37, 512);
  for (let px = 0; px < 100; px++) {
    const total = head[px] + tail[px] + Math.max(0, last[px] - first[px] - 1) * inner;
    assert.ok(Math.abs(total - 1) < 1e-6);
  }
});
