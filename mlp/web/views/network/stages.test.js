import assert from "node:assert/strict";
import { test } from "node:test";

import { isSameCell, numHidden, numScoreStages, roleOf } from "./stages.js";

/** @import { Stage } from "./stages.js" */

const stagesOf = (/** @type {string[]} */ ...kinds) =>
  kinds.map((kind) => /** @type {Stage} */ ({ name: kind, kind, size: 10, scale: 1 }));
const whole = stagesOf("image", "linear", "relu", "linear", "relu", "softmax");
const cutOff = stagesOf("image", "linear", "relu", "linear", "softmax");

test("the last linear stage holds scores, and its ReLU what is left of them", () => {
  assert.deepEqual(whole.map((_, stage) => roleOf(whole, stage)), ["dot", "vote", "voice", "score", "kept", "share"]);
  assert.deepEqual(cutOff.map((_, stage) => roleOf(cutOff, stage)), ["dot", "vote", "voice", "score", "share"]);
});

test("hidden layers and stages of scores are counted with and without a last ReLU", () => {
  assert.deepEqual([numHidden(whole), numScoreStages(whole)], [1, 2]);
  assert.deepEqual([numHidden(cutOff), numScoreStages(cutOff)], [1, 1]);
  assert.equal(numHidden(stagesOf("image", "linear", "relu", "softmax")), 0);
});

test("cells are the same by stage and index", () => {
  assert.ok(isSameCell({ stage: 1, index: 2 }, { stage: 1, index: 2 }));
  assert.ok(!isSameCell({ stage: 1, index: 2 }, { stage: 2, index: 2 }));
  assert.ok(isSameCell(null, null));
  assert.ok(!isSameCell({ stage: 0, index: 0 }, null));
});
