import assert from "node:assert/strict";
import { test } from "node:test";

import { createFinder } from "./terms.js";

const find = createFinder(["weight", "weight decay", "bias", "ReLU", "batch", "back-propagation"],
  { biases: "bias", backpropagation: "back-propagation" });
const termsIn = (/** @type {string} */ text) => find(text).map(({ term }) => term);

test("a word is found in any of its forms", () => {
  assert.deepEqual(termsIn("Weights, two biases and a batch; ReLUs"), ["weight", "bias", "batch", "ReLU"]);
  assert.deepEqual(termsIn("Backpropagation is back-propagation"), ["back-propagation", "back-propagation"]);
});

test("the longest of several words counts", () => {
  assert.deepEqual(termsIn("weight decay"), ["weight decay"]);
});

test("a part of another word is none", () => {
  assert.deepEqual(termsIn("weighty rebatched nn.ReLU linear_relu_stack bias_1"), []);
});

test("it is said where a word stands", () => {
  const [{ start, end }] = find("its weights");
  assert.equal("its weights".slice(start, end), "weights");
});
