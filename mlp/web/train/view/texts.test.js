import assert from "node:assert/strict";
import { test } from "node:test";

import {
  epochAt, figureTexts, messageText, momentText, paceText, statusText, ticksOf, whenText,
} from "./texts.js";

/** @import { Checkpoint } from "../checkpoint.js" */

const words = {
  status: { "": "looking", waiting: "number {position}", training: "epoch {epoch} of {epochs}" },
  message: { waiting: "others train", gone: "it is gone" },
  total: "{images} in {elapsed}", pace: "{pace}/s", left: "{left} left", wait: "in {wait}", unknown: "–", noNumber: "no number",
  noneLost: "none", and: " and ", noHiddenLayer: "no hidden layer", asItIs: "is at {step}", asItEnded: "ended at {step}",
  asItWas: "was at {step}", empty: "empty", beginning: "beginning", checkpoint: "step {step}, epoch {epoch}, {images}",
  right: "{percent} right",
  notes: { heldOut: "{right} of {all}", seen: "of {all}", loss: "held out {heldOut}", dead: "of {sizes}", lost: "" },
};
const report = { status: "training", epochs: 2, totalImages: 2000, numImages: 1500, imagesPerS: 12345, leftS: 30.2, elapsedS: 9 };
const checkpoint = /** @type {Checkpoint} */ ({
  fingerprint: "a", step: 1200, numImages: 1000, seenLoss: 0.25, heldOutLoss: 0.5, seenRight: [50], seenAll: [50],
  heldOutRight: [900], heldOutAll: [1000], deadUnits: [300, 1], hiddenSizes: [512, 512], lostDigits: [5, 8],
});
const storeOf = (/** @type {any} */ given, /** @type {any[]} */ checkpoints = []) =>
  /** @type {any} */ ({ report: given, checkpoints });

test("the status says where the training is", () => {
  assert.equal(statusText(storeOf(null), words), "looking");
  assert.equal(statusText(storeOf(report), words), "epoch 2 of 2");
  assert.equal(statusText(storeOf({ ...report, status: "waiting", position: 3 }), words), "number 3");
});

test("what the server says comes before what is always said, but not of a training that is gone", () => {
  assert.equal(messageText(storeOf({ status: "waiting" }), words), "others train");
  assert.equal(messageText(storeOf({ status: "waiting", message: "soon" }), words), "soon");
  assert.equal(messageText(storeOf({ status: "gone", message: "soon" }), words), "it is gone");
  assert.equal(messageText(storeOf(null), words), "");
});

test("who waits is told about how long, once that is known", () => {
  assert.equal(paceText({ ...report, status: "waiting", waitS: 41.3 }, words), "in 42 s");
  assert.equal(paceText({ ...report, status: "waiting", waitS: null }, words), "");
});

test("pace and time left are said once they are known, and at last how long it took", () => {
  assert.equal(paceText(report, words), "12,300/s · 31 s left");
  assert.equal(paceText({ ...report, leftS: null }, words), "");
  assert.equal(paceText({ ...report, status: "done", elapsedS: 95.2 }, words), "1,500 in 2 min");
  assert.equal(paceText({ ...report, status: "failed", numImages: 0 }, words), "");
});

test("epochs count from one, and the last has no successor", () => {
  assert.deepEqual([0, 999, 1000, 2000].map((numImages) => epochAt(numImages, report)), [1, 1, 2, 2]);
});

test("the figures are those of the checkpoint, each with its note", () => {
  const { heldOut, seen, loss, dead, lost } = figureTexts(checkpoint, words);
  assert.deepEqual(heldOut, { value: "90.0 %", note: "900 of 1,000", isBad: false });
  assert.equal(seen.value, "100 %");
  assert.deepEqual(loss, { value: "0.25", note: "held out 0.5", isBad: false });
  assert.deepEqual(dead, { value: "300 and 1", note: "of 512 and 512", isBad: true });
  assert.deepEqual([lost.value, lost.isBad], ["5, 8", true]);
});

test("before the first checkpoint nothing is known; without a hidden layer nothing can be dead", () => {
  assert.deepEqual(figureTexts(null, words).loss, { value: "–", note: "", isBad: false });
  const { dead, lost } = figureTexts({ ...checkpoint, deadUnits: [], hiddenSizes: [], lostDigits: [] }, words);
  assert.deepEqual(dead, { value: "–", note: "no hidden layer", isBad: false });
  assert.equal(lost.value, "none");
});

test("the figures say of when they are", () => {
  const when = (/** @type {boolean} */ isNow, /** @type {string} */ status) =>
    whenText(checkpoint, { isNow, status }, words);
  assert.deepEqual([when(true, "training"), when(true, "done"), when(false, "done")],
    ["is at 1,200", "ended at 1,200", "was at 1,200"]);
  assert.equal(whenText(null, { isNow: true, status: "" }, words), "");
});

test("a moment is named by its step, and an epoch's last step is still in it", () => {
  assert.equal(momentText(checkpoint, report, words), "step 1,200, epoch 1, 1,000 · 90.0 % right");
  assert.equal(momentText({ ...checkpoint, step: 0 }, report, words), "beginning · 90.0 % right");
  assert.equal(momentText(null, report, words), "empty");
});

test("ticks stand where epochs ended, and of many only some have labels", () => {
  const at = (/** @type {number} */ numImages) => ({ numImages });
  const few = ticksOf(storeOf(report, [at(0), at(500), at(1000), at(1500), at(2000)]));
  assert.deepEqual(few, [{ at: 0.5, epoch: 1, isLabelled: true }, { at: 1, epoch: 2, isLabelled: true }]);
  const many = ticksOf(storeOf({ epochs: 30, totalImages: 300 },
    Array.from({ length: 31 }, (_, index) => at(10 * index))));
  assert.deepEqual(many.filter(({ isLabelled }) => isLabelled).map(({ epoch }) => epoch),
    [1, 4, 7, 10, 13, 16, 19, 22, 25, 28]);
});
