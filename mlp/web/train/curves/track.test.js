import assert from "node:assert/strict";
import { test } from "node:test";

import { createTrack, meanUpTo, thinOut } from "./track.js";

const recipe = { epochs: 1, batchSize: 10, numImages: 1000 };

/** A store whose points are at these steps; the loss is the step. */
function storeOf(/** @type {string} */ ticket, /** @type {number[]} */ steps) {
  return /** @type {any} */ ({ ticket, steps, losses: [...steps], accuracies: steps.map(() => 0.5) });
}

test("of one column of pixels the least and the largest batch are drawn, and the last mean", () => {
  const thinned = thinOut([10, 20, 30, 40], [3, 1, 9, 5], [3, 2, 4, 4.5], (seen) => Math.floor(seen / 35));
  assert.deepEqual(thinned, {
    batches: { x: [20, 30, 40], y: [1, 9, 5] },
    running: { x: [30, 40], y: [4, 4.5] },
  });
});

test("a running mean is of a quarter of the points at first, of twenty later", () => {
  const values = Array.from({ length: 100 }, (_, index) => index);
  assert.equal(meanUpTo(values, 0), 0);
  assert.equal(meanUpTo(values, 7), 6.5);
  assert.equal(meanUpTo(values, 99), 89.5);
});

test("a mean with a point that is no number is none", () => {
  assert.equal(meanUpTo([1, 1, 1, 1, 1, 1, null, 1], 7), null);
});

test("a track grows with its training, and begins anew with another one", () => {
  const track = createTrack();
  track.extend(storeOf("a", [1, 2]), recipe);
  track.extend(storeOf("a", [1, 2, 5]), recipe);
  assert.equal(track.stepsPerPoint(), 3);
  assert.deepEqual(track.range(), { lowest: 1, highest: 5 });
  assert.deepEqual(track.runningAt(20), { loss: 2, accuracy: 0.5 });
  assert.equal(track.runningAt(0), null);
  track.extend(storeOf("b", [6, 7, 8]), recipe);
  assert.equal(track.range().lowest, 6);
});
