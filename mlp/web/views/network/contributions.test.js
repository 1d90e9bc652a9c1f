import assert from "node:assert/strict";
import { test } from "node:test";

import { contributions, splitLayers } from "./contributions.js";
import { linesFor, neighbours, strongest, unitOf } from "./lines.js";

/** @import { Stage } from "./stages.js" */

const stages = /** @type {Stage[]} */ ([
  { name: "image", kind: "image", size: 2, scale: 1 },
  { name: "linear1", kind: "linear", size: 2, scale: 1 },
  { name: "relu1", kind: "relu", size: 2, scale: 1 },
  { name: "linear2", kind: "linear", size: 2, scale: 1 },
  { name: "relu2", kind: "relu", size: 2, scale: 1 },
  { name: "softmax", kind: "softmax", size: 2, scale: 1 },
]);
const layers = splitLayers(
  Float32Array.of(1, -2, 3, 4, 0, 0, 0.5, 2, -1, 1, 0, 0).buffer,
  [[2, 2], [2, 2]],
);
const values = [[1, 0.5], [0, 5], [0, 5], [10, 5], [10, 5], [0.9, 0.1]].map((stage) => Float32Array.from(stage));
const network = contributions(stages, layers, values);

test("the parameters are cut into weights, biases skipped", () => {
  assert.deepEqual(layers.map(({ weight }) => [...weight]), [[1, -2, 3, 4], [0.5, 2, -1, 1]]);
});

test("the strongest are the largest of either sign, in their order, without what is no number", () => {
  const given = [1, -4, NaN, 3, 2, 3];
  const found = strongest(given.length, 3, (index) => given[index]);
  assert.deepEqual(found.map(({ index }) => index), [1, 3, 5]);
  assert.equal(strongest(2, 5, (index) => given[index]).length, 2);
});

test("what feeds a unit is input times weight", () => {
  const { inputs } = neighbours(network, { stage: 1, index: 1 }, 2);
  assert.deepEqual(inputs, [
    { from: { stage: 0, index: 0 }, to: { stage: 1, index: 1 }, value: 3, strength: 1 },
    { from: { stage: 0, index: 1 }, to: { stage: 1, index: 1 }, value: 2, strength: 1 },
  ]);
});

test("what feeds a unit and its bias sum to its value", () => {
  for (const index of [0, 1]) {
    const { inputs } = neighbours(network, { stage: 3, index }, 2);
    assert.equal(inputs.reduce((sum, { value }) => sum + value, 0), values[3][index]);
  }
});

test("a unit before and after its ReLU has the same inputs and feeds the same", () => {
  assert.deepEqual(
    neighbours(network, { stage: 1, index: 1 }, 2),
    neighbours(network, { stage: 2, index: 1 }, 2),
  );
});

test("a pixel has no inputs, a score feeds nothing, a probability is fed by its score's inputs", () => {
  const pixel = neighbours(network, { stage: 0, index: 0 }, 2);
  assert.deepEqual([pixel.inputs.length, pixel.outputs.map(({ value }) => value)], [0, [3, 1]]);
  const probability = neighbours(network, { stage: 5, index: 0 }, 2);
  assert.deepEqual(probability, neighbours(network, { stage: 3, index: 0 }, 2));
  assert.equal(probability.outputs.length, 0);
});

test("without a focus lines lead into the units that fired, and into the strongest score alone", () => {
  const lines = linesFor(network, null);
  const ends = new Set(lines.map(({ to }) => `${stages[to.stage].name} ${to.index}`));
  assert.deepEqual([...ends], ["linear1 1", "linear2 0"]); // unit 0 of the first layer is silent
});

test("with a focus all lines begin or end there", () => {
  const lines = linesFor(network, { stage: 2, index: 1 });
  assert.equal(lines.length, 4);
  for (const { from, to } of lines) assert.ok((from.stage === 2 && from.index === 1) || to.index === 1);
});

test("a cell opens the unit whose sum it is, a pixel none", () => {
  const opened = (/** @type {number} */ stage) => unitOf({ stage, index: 1 }, stages, 2);
  assert.equal(opened(0), null);
  assert.deepEqual([1, 2, 3, 4, 5].map((stage) => opened(stage)?.stage), [
    "linear1", "linear1", "linear2", "linear2", "linear2",
  ]);
});
