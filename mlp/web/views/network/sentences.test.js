import assert from "node:assert/strict";
import { test } from "node:test";

import { Kind } from "../../browser/messages.js";
import { sentenceFor, stepSentence } from "./sentences.js";

/** @import { Said } from "./sentences.js" */
/** @import { Stage } from "./stages.js" */

const words = {
  nothing: "nothing", noNumber: "no number",
  own: { digit: "your {digit}", drawing: "your drawing" }, other: { digit: "this {digit}", drawing: "this picture" },
  detector: "detector", combination: "combination", detectors: "detectors", combinations: "combinations",
  moreThan: "more than ", lessThan: "less than ", highest: "the highest", place: "the {ordinal}",
  ordinals: ["highest", "second highest"],
  said: {
    dot: "{brightness} of 1", yes: "{neuron}: yes to {drawing} ({signed})", no: "{neuron}: no to {drawing} ({signed})",
    speaks: "speaks with {value}", silent: "silent", score: "{digit}: {score}, {place}",
    kept: "{digit}: {score} stays", cut: "{digit}: 0", sure: "{percent} sure: {a_digit}", refused: "else {percent}: {digit}",
  },
  steps: { vote: "{yes} of {size} {neurons}", score: "{digit}: {score}", share: "{percent}: {a_digit}", refused: "refused" },
};
const kinds = /** @type {const} */ (["image", "linear", "relu", "linear", "relu", "linear", "relu", "softmax"]);
const stages = kinds.map((kind) => /** @type {Stage} */ ({ name: kind, kind, size: 2, scale: 1 }));
const values = [[0.834, 0], [-1.62, 2.34], [0, 2.34], [3, NaN], [3, NaN], [14.24, -2], [14.24, 0], [0.9999, 0.00001]];
/** @type {Said} */
const seven = { kind: Kind.SURE, digit: 7, source: "pad", stages: values.map((stage) => Float32Array.from(stage)) };

const said = (/** @type {number} */ stage, index = 0, answer = seven) =>
  sentenceFor({ stage, index }, answer, stages, words);

test("a dot says how bright it is", () => assert.equal(said(0), "0.83 of 1"));

test("a vote says yes or no, to what was drawn, and by how much", () => {
  assert.deepEqual([said(1), said(1, 1)], ["detector: no to your 7 (−1.6)", "detector: yes to your 7 (+2.3)"]);
  assert.equal(said(3), "combination: yes to your 7 (+3)");
  assert.equal(said(1, 0, { ...seven, source: "other" }), "detector: no to this 7 (−1.6)");
});

test("what was refused is no digit in any sentence", () => {
  const refused = { ...seven, kind: Kind.NO_DIGIT };
  assert.equal(said(1, 0, refused), "detector: no to your drawing (−1.6)");
  assert.equal(said(7, 0, refused), "else more than 99.9 %: 0");
  assert.equal(stepSentence(7, refused, stages, words), "refused");
});

test("behind its ReLU a unit speaks or is silent", () => {
  assert.deepEqual([said(2), said(2, 1)], ["silent", "speaks with 2.3"]);
});

test("a score says its place among the ten, and what is left of it", () => {
  assert.deepEqual([said(5), said(5, 1)], ["0: 14.2, the highest", "1: −2.0, the second highest"]);
  assert.deepEqual([said(6), said(6, 1)], ["0: 14.2 stays", "1: 0"]);
});

test("a probability is said in words where it is rounded", () => {
  assert.deepEqual([said(7), said(7, 1)], ["more than 99.9 % sure: a 0", "less than 0.1 % sure: a 1"]);
});

test("with nothing drawn, or numbers that are none, that is said", () => {
  assert.equal(said(1, 0, { ...seven, stages: [] }), "nothing");
  assert.equal(said(3, 1), "no number");
});

test("a step of the signal counts what the stage holds", () => {
  assert.equal(stepSentence(1, seven, stages, words), "1 of 2 detectors");
  assert.equal(stepSentence(3, seven, stages, words), "1 of 2 combinations");
  assert.equal(stepSentence(5, seven, stages, words), "0: 14.2");
  assert.equal(stepSentence(7, seven, stages, words), "more than 99.9 %: a 0");
});
