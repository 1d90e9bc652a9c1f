import assert from "node:assert/strict";
import { test } from "node:test";

import { curveNames, figuresAt, lostText, rateText, readingAt } from "./texts.js";

/** @import { Checkpoint } from "../checkpoint.js" */

const words = {
  noNumber: "no number", notMeasured: "not measured", whereNone: "nowhere", where: "at {steps}",
  lossLabel: "{where}: {heldOut}, {seen}, {running}", accuracyLabel: "{where}: {heldOut}, {seen}, {running}",
  digitsLabel: "{where}: {digits}. {lost}", digitAnd: "{digit} {share}",
  noLost: "none", lost: "lost: {digits}", lostMany: "all lost: {digits}",
  unread: "{digits} is unread", unreadMany: "{digits} are unread", unreadMost: "{count} are unread", and: " and ",
  names: { batches: "each batch", seen: "own" }, groupName: "every {count}", runningName: "mean of {count}",
  label: "probabilities: {said}", top: "{where}: {digit} {share}, {second} {secondShare}", fallen: "{where}: fallen",
};

/** A checkpoint that reads so many of 100 images of each digit. */
const checkpointOf = (/** @type {number[]} */ heldOutRight, /** @type {number[]} */ lostDigits = []) =>
  /** @type {Checkpoint} */ ({
    fingerprint: "", step: 20, numImages: 1280, seenLoss: null, heldOutLoss: 0.25, seenRight: [40], seenAll: [50],
    heldOutRight, heldOutAll: heldOutRight.map(() => 100), deadUnits: [], hiddenSizes: [], lostDigits,
  });
const ALL = Array(10).fill(100);

test("the figures are those of the checkpoint, or dashes before there is one", () => {
  const said = figuresAt(checkpointOf(ALL), { loss: 1.5, accuracy: 0.5 }, words);
  assert.equal(said.loss.label, "at 20: 0.25, no number, 1.5");
  assert.equal(said.accuracy.label, "at 20: 100 %, 80.0 %, 50.0 %");
  const none = figuresAt(null, null, words);
  assert.equal(none.loss.label, "nowhere: –, –, –");
  assert.equal(none.accuracy.label, "nowhere: –, –, –");
  assert.match(none.digits.label, /^nowhere: 0 –, .*9 –\. not measured$/);
});

test("digits that are lost or hardly read are named, unless they are many", () => {
  assert.equal(lostText(checkpointOf(ALL), words), "none");
  assert.equal(lostText(checkpointOf([0, 0, 4, ...ALL.slice(3)], [0, 1]), words), "all lost: 0 and 1 2 is unread");
  assert.equal(lostText(checkpointOf(Array(10).fill(4), [8]), words), "lost: 8 9 are unread");
});

test("in a long training the legend says how many batches a point stands for", () => {
  assert.deepEqual(curveNames(words, 1), { batches: "each batch", seen: "own", running: "mean of 20" });
  assert.deepEqual(curveNames(words, 100), { batches: "every 100", seen: "own", running: "mean of 2,000" });
});

test("a reading names the two most probable digits, and marks a winner only if there is one", () => {
  const [sure, tie] = [Array(10).fill(0), Array(10).fill(0.1)];
  [sure[3], sure[8]] = [0.75, 0.25];
  const reading = readingAt(checkpointOf(ALL), sure, "", words);
  assert.deepEqual([reading.label, reading.top], ["probabilities: at 20: 3 75.0 %, 8 25.0 %", 3]);
  assert.equal(readingAt(checkpointOf(ALL), tie, "", words).top, null);
});

test("a reading that is not there, or no numbers, is said so", () => {
  assert.equal(readingAt(checkpointOf(ALL), null, "waiting", words).label, "probabilities: waiting");
  assert.equal(readingAt(checkpointOf(ALL), null, "", words).label, "probabilities: at 20");
  const fallen = readingAt(checkpointOf(ALL), Array(10).fill(null), "", words);
  assert.deepEqual([fallen.label, fallen.shares], ["probabilities: at 20: fallen", null]);
});

test("every change of the learning rate is said, none without one", () => {
  const changed = { rates: "became {rates}.", rate: "{rate} after {step}" };
  assert.equal(rateText([], changed), "");
  const changes = [{ step: 1200, learningRate: 0.01 }, { step: 1300, learningRate: 0.5 }];
  assert.equal(rateText(changes, changed), "became 0.01 after 1,200, 0.5 after 1,300.");
});
