import assert from "node:assert/strict";
import { test } from "node:test";

import { createReadings, mergeByColumn } from "./readings.js";

const recipe = { epochs: 1, batchSize: 10, numImages: 100 };
const [SEVEN, THREE] = [7, 3]; // numbers of two digits that visitors drew

/** A training whose third batch was the first after another digit had been drawn. */
function storeOf(/** @type {string} */ status) {
  return /** @type {any} */ ({
    ticket: "a",
    report: { status },
    steps: [1, 2, 3],
    digits: [THREE, THREE, SEVEN],
    probabilities: [[0.1], [0.2], [0.3]],
    checkpoints: [0, 2, 3].map((step) => ({ step, numImages: 10 * step, fingerprint: `after ${step}` })),
  });
}

/** What is known of the digit seven. */
function readingsOf(/** @type {any} */ store) {
  const readings = createReadings();
  readings.take(store, SEVEN);
  return readings;
}

test("a batch tells of the digit that was there then", () => {
  const store = storeOf("training");
  const readings = readingsOf(store);
  assert.equal(readings.numPoints(), 1);
  assert.deepEqual(readings.at(store.checkpoints[2]), [0.3]);
  assert.equal(readings.at(store.checkpoints[1]), null);
});

test("networks are asked for what no batch told: all of them only when the training rests", () => {
  const [training, over] = [storeOf("training"), storeOf("done")];
  assert.equal(readingsOf(training).nextMissing(null), undefined);
  assert.equal(readingsOf(training).nextMissing(0), training.checkpoints[0]);
  const readings = readingsOf(over);
  assert.equal(readings.nextMissing(null), over.checkpoints[1]);
  readings.keep({ digit: SEVEN, store: over, fingerprint: "after 2" }, [0.9]);
  assert.deepEqual(readings.at(over.checkpoints[1]), [0.9]);
  readings.keep({ digit: SEVEN, store: over, fingerprint: "after 0" }, null); // it could not be had
  assert.equal(readings.nextMissing(null), undefined);
  assert.equal(readings.numAnswers(), 1);
});

test("answers of another digit are not kept, and its own are forgotten with it", () => {
  const store = storeOf("done");
  const readings = readingsOf(store);
  readings.keep({ digit: THREE, store, fingerprint: "after 0" }, [0.9]);
  readings.keep({ digit: SEVEN, store, fingerprint: "after 2" }, [0.8]);
  assert.equal(readings.numAnswers(), 1);
  readings.take(store, THREE);
  assert.deepEqual([readings.numAnswers(), readings.numPoints()], [0, 2]);
});

test("what checkpoints answered lies under what batches told", () => {
  const store = storeOf("done");
  const readings = readingsOf(store);
  readings.keep({ digit: SEVEN, store, fingerprint: "after 2" }, [0.9]);
  assert.deepEqual(readings.samples(recipe, (images) => images), [
    { from: 0, until: 20, probabilities: [0.9] },
    { from: 20, until: 30, probabilities: [0.3] },
  ]);
});

test("of the batches on one column the last stands for all", () => {
  const sampleOf = (/** @type {number} */ from, /** @type {number} */ until) =>
    ({ from, until, probabilities: [until] });
  const samples = [sampleOf(0, 10), sampleOf(10, 20), sampleOf(20, 30), sampleOf(40, 45)];
  const merged = mergeByColumn(samples, (images) => Math.floor(images / 25));
  assert.deepEqual(merged, [
    { from: 0, until: 20, probabilities: [20] }, sampleOf(20, 30), sampleOf(40, 45), // not the gap before it
  ]);
});
