import assert from "node:assert/strict";
import { test } from "node:test";

import { COLOUR_STEPS, stripCells } from "./strip.js";

const WIDTH = 4;
const colours = Uint32Array.from({ length: COLOUR_STEPS }, (_, step) => step + 1);
const columnOf = (/** @type {number} */ images) => images / 10;
const seven = Array.from({ length: 10 }, (_, digit) => Number(digit === 7));

test("each digit's row has the colour of its probability, over the sample's columns", () => {
  const { cells, isCovered } = stripCells([{ from: 10, until: 30, probabilities: seven }], WIDTH, columnOf, colours);
  assert.deepEqual([...cells.subarray(7 * WIDTH, 8 * WIDTH)], [0, 256, 256, 0]);
  assert.deepEqual([...cells.subarray(6 * WIDTH, 7 * WIDTH)], [0, 1, 1, 0]);
  assert.deepEqual([...isCovered], [0, 1, 1, 0]);
});

test("a sample narrower than a column still has one, also at the end", () => {
  const coveredBy = (/** @type {number} */ images) =>
    [...stripCells([{ from: images, until: images, probabilities: seven }], WIDTH, columnOf, colours).isCovered];
  assert.deepEqual([coveredBy(20), coveredBy(40)], [[0, 0, 1, 0], [0, 0, 0, 1]]);
});

test("where the network had fallen apart the strip is empty", () => {
  const fallen = seven.map(() => null);
  const samples = [
    { from: 0, until: 40, probabilities: seven }, { from: 20, until: 40, probabilities: fallen },
  ];
  const { cells, hasFallen } = stripCells(samples, WIDTH, columnOf, colours);
  assert.deepEqual([...cells.subarray(7 * WIDTH, 8 * WIDTH)], [256, 256, 0, 0]);
  assert.equal(hasFallen, true);
});
