import assert from "node:assert/strict";
import { test } from "node:test";

import { axisOf, firstAtLeast, imagesAt, isAtRest, lastStep } from "./axis.js";

/** @import { TrainingStore } from "../../browser/training_store.js" */

const recipe = { epochs: 2, batchSize: 64, numImages: 1000 }; // 16 batches an epoch, the last of 40

const storeOf = (/** @type {string} */ status, /** @type {number[]} */ steps) =>
  /** @type {TrainingStore} */ (/** @type {unknown} */ ({ report: { status }, steps, checkpoints: [] }));

test("an epoch's last batch is smaller", () => {
  assert.equal(imagesAt(15, recipe), 960);
  assert.equal(imagesAt(16, recipe), 1000);
  assert.equal(imagesAt(17, recipe), 1064);
});

test("the axis reaches to a part of the training while it has hardly begun, then to the whole", () => {
  const long = { ...recipe, numImages: 64_000 };
  assert.equal(axisOf(storeOf("training", [1]), long, false).high, 128_000 / 4 ** 3);
  assert.equal(axisOf(storeOf("training", [1200]), long, false).high, 128_000);
});

test("the axis of a training that is over ends where that ended", () => {
  assert.equal(axisOf(storeOf("stopped", [20]), recipe, false).high, 1256);
  assert.equal(axisOf(storeOf("diverged", [1]), recipe, false).high, 8 * 64);
});

test("a longer training beside it is not cut off", () => {
  assert.equal(axisOf(storeOf("stopped", [20]), recipe, false, 5000).high, 5000);
  assert.equal(axisOf(storeOf("training", [1]), recipe, false, 5000).high, 5000);
  assert.equal(axisOf(storeOf("stopped", [20]), recipe, false, 500).high, 1256);
});

test("places lie within the axis, on a stretched one by their ratios", () => {
  const axis = axisOf(storeOf("done", [32]), recipe, false);
  assert.deepEqual([0, 500, 9999].map(axis.share), [0, 0.25, 1]);
  const stretched = axisOf(storeOf("done", [32]), recipe, true);
  const [one, two, four] = [100, 200, 400].map(stretched.share);
  assert.ok(one < two && four < 1);
  assert.ok(Math.abs(two - one - (four - two)) < 1e-9);
  assert.equal(stretched.share(0), 0);
});

test("a search finds the first that is large enough, or the end", () => {
  const items = [1, 3, 3, 5];
  const at = (/** @type {number} */ least) => firstAtLeast(items, least, (item) => item);
  assert.deepEqual([0, 3, 4, 6].map(at), [0, 1, 3, 4]);
});

test("a training is at rest when it is paused or over", () => {
  assert.equal(isAtRest(null), false);
  assert.equal(isAtRest(storeOf("training", [])), false);
  assert.equal(isAtRest(storeOf("paused", [])), true);
  assert.equal(lastStep(storeOf("paused", [3, 7])), 7);
});
