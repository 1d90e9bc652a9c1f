import assert from "node:assert/strict";
import { test } from "node:test";

import { linesFor, neighbours } from "./lines.js";
import { errorOf, slopes } from "./slopes.js";

/** @import { Stage } from "./stages.js" */

const stages = /** @type {Stage[]} */ ([
  { name: "image", kind: "image", size: 3, scale: 1 },
  { name: "linear1", kind: "linear", size: 2, scale: 9 },
  { name: "relu1", kind: "relu", size: 2, scale: 4 },
  { name: "linear2", kind: "linear", size: 2, scale: 9 },
  { name: "softmax", kind: "softmax", size: 2, scale: 1 },
]);
const values = [[1, 0.5, 0], [8, -3], [8, 0], [2, 1], [0.7, 0.3]].map((stage) => Float32Array.from(stage));
const errors = { target: 1, loss: 1.2, units: [[0.125, 0], [0.5, -0.5]].map((units) => Float32Array.from(units)) };
const measured = slopes(stages, errors, values);

test("a slope is the error of the unit times the value that is weighed, in float32", () => {
  assert.equal(measured.valueOf(1, 1, 0), -4);
  const third = slopes(stages, { ...errors, units: [Float32Array.of(1 / 3, 0), errors.units[1]] }, [Float32Array.of(1 / 3, 0, 0), ...values.slice(1)]);
  assert.equal(third.valueOf(0, 0, 0), Math.fround(Math.fround(1 / 3) * Math.fround(1 / 3)));
});

test("lines are the steepest slopes of each layer, without those that are 0", () => {
  const lines = linesFor(measured, null).map(({ from, to, value }) => [from.stage, from.index, to.index, value]);
  assert.deepEqual(lines, [[0, 0, 0, 0.125], [0, 1, 0, 0.0625], [2, 0, 0, 4], [2, 0, 1, -4]]);
});

test("into a unit lead the slopes of its weights, out of it those of the weights that weigh it", () => {
  const { inputs, outputs } = neighbours(measured, { stage: 2, index: 0 }, 2);
  assert.deepEqual(inputs.map(({ value }) => value), [0.125, 0.0625]);
  assert.deepEqual(outputs.map(({ to, value }) => [to.index, value]), [[0, 4], [1, -4]]);
});

test("how strongly a line is drawn follows from a fixed scale, not from the other lines", () => {
  assert.deepEqual([0, 0.125, 0.25, -2].map((slope) => measured.strengthOf(0, slope)), [0, 0.5, 1, 1]);
  assert.equal(measured.strengthOf(1, 0.5), 0.5); // of what is weighed, which has a scale of 4
});

test("a value before and after its ReLU has its unit's error, a probability its score's, a pixel none", () => {
  const found = [1, 2, 3, 4].map((stage) => errorOf({ stage, index: 0 }, { errors }, stages));
  assert.deepEqual(found, [0.125, 0.125, 0.5, 0.5]);
  assert.equal(errorOf({ stage: 0, index: 0 }, { errors }, stages), undefined);
  assert.equal(errorOf({ stage: 1, index: 0 }, { errors: null }, stages), undefined);
});
