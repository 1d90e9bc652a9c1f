import assert from "node:assert/strict";
import { test } from "node:test";

import { checkpointAt, heldOutOf, lossText, whereText } from "./checkpoint.js";

/** @import { Checkpoint } from "./checkpoint.js" */

const checkpointOf = (/** @type {Partial<Checkpoint>} */ given) => /** @type {Checkpoint} */ (given);
const words = {
  whereNone: "none", whereStart: "start", whereOne: "1 batch, {images}", where: "{steps} batches, {images}",
};

test("without a place the newest checkpoint is looked at, and none before there is one", () => {
  const storeOf = (/** @type {number[]} */ checkpoints) => /** @type {any} */ ({ checkpoints });
  assert.equal(checkpointAt(storeOf([1, 2, 3]), null), 3);
  assert.equal(checkpointAt(storeOf([1, 2, 3]), 0), 1);
  assert.equal(checkpointAt(storeOf([]), null), null);
  assert.equal(checkpointAt(null, null), null);
});

test("all digits count together", () => {
  assert.deepEqual(heldOutOf(checkpointOf({ heldOutRight: [1, 2], heldOutAll: [3, 4] })), [3, 7]);
});

test("a place is said by its batches and images", () => {
  assert.equal(whereText(null, words), "none");
  assert.equal(whereText(checkpointOf({ step: 0, numImages: 0 }), words), "start");
  assert.equal(whereText(checkpointOf({ step: 1, numImages: 64 }), words), "1 batch, 64");
  assert.equal(whereText(checkpointOf({ step: 1200, numImages: 76800 }), words), "1,200 batches, 76,800");
});

test("a loss has few digits whatever its size, and may be no number", () => {
  const texts = [2.30259, 0, 12345, 3.2e9, null].map((value) => lossText(value, { noNumber: "none" }));
  assert.deepEqual(texts, ["2.303", "0", "12,345", "3.2e9", "none"]);
});
