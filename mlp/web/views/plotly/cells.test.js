import assert from "node:assert/strict";
import { test } from "node:test";

import { createCellPainter } from "./cells.js";

/** @import { Colouring } from "./cells.js" */

/** @type {Colouring} */
const signed = { colorscale: [[0, "#0000ff"], [0.5, "#101010"], [1, "#ff0000"]], zmin: -4, zmax: 4 };
/** @type {Colouring} */
const positive = { colorscale: [[0, "#000000"], [1, "#ffffff"]], zmin: 0, zmax: 2 };

/** The channels of each pixel. */
function painted(/** @type {Colouring} */ trace, /** @type {number[]} */ values, columns = values.length) {
  const bytes = new Uint8Array(createCellPainter(trace).pixels(Float32Array.from(values), columns).buffer);
  return Array.from({ length: bytes.length / 4 }, (_, cell) => [...bytes.subarray(4 * cell, 4 * cell + 4)]);
}

test("a cell lies between the two colours that its value lies between", () => {
  assert.deepEqual(painted(signed, [-4, -2, 0, 1, 4]), [
    [0, 0, 255, 255], [8, 8, 136, 255], [16, 16, 16, 255], [76, 12, 12, 255], [255, 0, 0, 255],
  ]);
  assert.deepEqual(painted(positive, [0, 0.5, 2]), [
    [0, 0, 0, 255], [64, 64, 64, 255], [255, 255, 255, 255],
  ]);
});

test("beyond the scale a cell has the last colour", () => {
  assert.deepEqual(painted(signed, [-9, 9]), [[0, 0, 255, 255], [255, 0, 0, 255]]);
});

test("what does not fill the last row stays clear, and so does what is no number", () => {
  const clear = [0, 0, 0, 0];
  const black = [0, 0, 0, 255];
  assert.deepEqual(painted(positive, [0, 0, 0, 0], 3), [black, black, black, black, clear, clear]);
  assert.deepEqual(painted(positive, [NaN, Infinity, 0]), [clear, clear, black]);
});
