import assert from "node:assert/strict";
import { test } from "node:test";

import { Kind } from "../../browser/messages.js";
import { wordsFor } from "./verdict.js";

const words = {
  [Kind.SURE]: { headline: "{a_digit}.", detail: "{percent}, then {a_runner_up} with {runner_up_percent}." },
  [Kind.DRAWING]: { headline: "so far", detail: "" },
  scant: { headline: "more", detail: "" },
  tie: { headline: "tie", detail: "{percent} each" },
  overflow: { headline: "overflow", detail: "" },
  no_digit_tie: { headline: "strange", detail: "" },
  calibration: { detail: "{right} of {all} ({share})" },
};
const answer = {
  kind: Kind.SURE, digit: 8, runnerUp: 1, probability: 0.97, runnerUpProbability: 0.02,
};
const calibration = { bounds: [0, 0.9, 0.99], num_right: [1, 1200, 5], num_all: [2, 1250, 5] };

test("the sentences hold the answer's figures and how often such an answer was right", () => {
  assert.deepEqual(wordsFor(answer, { words, calibration }), {
    headline: "an 8.",
    detail: "97.0 %, then a 1 with 2.0 %. 1,200 of 1,250 (96.0 %)",
  });
});

test("without a count nothing is said of it", () => {
  assert.equal(wordsFor(answer, { words, calibration: null }).detail, "97.0 %, then a 1 with 2.0 %.");
});

test("a tie names no digit", () => {
  const tie = { ...answer, kind: Kind.UNDECIDED, digit: null, runnerUp: null, probability: 0.1 };
  const headlineOf = (/** @type {object} */ other) =>
    wordsFor({ ...tie, ...other }, { words, calibration }).headline;
  assert.equal(headlineOf({}), "tie");
  assert.equal(headlineOf({ probability: 0 }), "overflow");
  assert.equal(headlineOf({ kind: Kind.NO_DIGIT }), "strange");
});

test("while it is drawn nothing is claimed, and a dot asks for more", () => {
  const drawing = { ...answer, kind: Kind.DRAWING };
  const headlineOf = (/** @type {boolean} */ isSettled) =>
    wordsFor({ ...drawing, isSettled }, { words, calibration }).headline;
  assert.equal(headlineOf(false), "so far");
  assert.equal(headlineOf(true), "more");
  assert.equal(wordsFor({ ...drawing, digit: null }, { words, calibration }).headline, "so far");
});
