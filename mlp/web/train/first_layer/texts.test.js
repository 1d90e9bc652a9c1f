import assert from "node:assert/strict";
import { test } from "node:test";

import { deadText, labelsOf, textsOf, whatText } from "./texts.js";

const words = {
  unit: "unit {number}", score: "digit {number}", deadLayer: "{dead} of {layer}", dead: "dead: {layers}",
  noDead: "none is dead", whereNone: "nothing yet", where: "after {steps}", scale: "full at {scale}", least: "−{scale}",
  largest: "+{scale}", label: "{what} of {size} weights. {where}.", keys: "Arrow keys.",
};
const layers = ["512 in relu1", "2,048 in relu2"];
const what = { some: "the first {shown}", all: "100 units" };
const told = { layers, isScores: false, scale: "0.2", what, numTiles: 100, numUnits: 100, size: 784, words };
const checkpoint = /** @type {import("../checkpoint.js").Checkpoint} */ ({
  step: 1200, numImages: 76800, deadUnits: [0, 1500], hiddenSizes: [512, 2048],
});

test("layers with dead units are named", () => {
  assert.equal(deadText(checkpoint, told), "dead: 1,500 of 2,048 in relu2");
  assert.equal(deadText({ ...checkpoint, deadUnits: [0, 0] }, told), "none is dead");
  assert.equal(deadText({ ...checkpoint, deadUnits: [], hiddenSizes: [] }, told), "");
  assert.equal(deadText(null, told), "");
});

test("the texts are of the checkpoint that is shown", () => {
  const { where, name, least } = textsOf(checkpoint, 3, told);
  assert.deepEqual([where, name, least], ["after 1,200", "unit 3", "−0.2"]);
  assert.equal(textsOf(null, 3, told).where, "nothing yet");
  assert.equal(textsOf(null, 3, { ...told, isScores: true }).name, "digit 3");
});

test("those who do not see the tiles hear the same", () => {
  assert.deepEqual(labelsOf(checkpoint, 3, told), {
    tiles: "100 units of 784 weights. after 1,200. dead: 1,500 of 2,048 in relu2 Arrow keys.",
    large: "unit 3. after 1,200.",
  });
});

test("units that are not all to be seen are counted", () => {
  assert.equal(whatText({ ...told, numTiles: 30 }), "the first 30");
  assert.equal(whatText(told), "100 units");
});
