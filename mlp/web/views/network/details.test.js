import assert from "node:assert/strict";
import { test } from "node:test";

import { placeName } from "./details.js";

/** @import { Stage } from "./stages.js" */

const words = {
  pixel: "row {row}, column {column}", unit: "unit {index}", digit: "digit {index}",
  plainUnit: "{neuron} {index}", detector: "detector", combination: "combination",
};
const kinds = ["image", "linear", "relu", "linear", "relu", "softmax"];
const nameIn = (/** @type {string[]} */ given, /** @type {number} */ stage, index = 7) => {
  const stages = given.map((kind) => /** @type {Stage} */ ({ name: kind, kind, size: 10, scale: 1 }));
  return placeName({ stage, index }, stages, words);
};

test("a pixel is called by row and column", () => {
  assert.equal(nameIn(kinds, 0, 28 * 3 + 2), "row 3, column 2");
});

test("hidden units have numbers, scores and probabilities belong to digits", () => {
  assert.deepEqual([2, 3, 4, 5].map((stage) => nameIn(kinds, stage)), ["unit 7", "digit 7", "digit 7", "digit 7"]);
  const withoutLastRelu = kinds.toSpliced(4, 1);
  assert.deepEqual([2, 3, 4].map((stage) => nameIn(withoutLastRelu, stage)), ["unit 7", "digit 7", "digit 7"]);
});

test("in plain words a hidden unit is a detector, or a combination of them", () => {
  const deep = ["image", "linear", "relu", "linear", "relu", "linear", "relu", "softmax"];
  const stages = deep.map((kind) => /** @type {Stage} */ ({ name: kind, kind, size: 10, scale: 1 }));
  const plain = [1, 2, 3, 4, 5].map((stage) => placeName({ stage, index: 7 }, stages, words, true));
  assert.deepEqual(plain, ["detector 7", "detector 7", "combination 7", "combination 7", "digit 7"]);
});
