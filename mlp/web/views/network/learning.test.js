import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Kind } from "../../browser/messages.js";
import { learningSentences } from "./learning.js";
import { keepTarget, keptTarget, targetOf } from "./target.js";

/** @import { Stage } from "./stages.js" */

const words = { loss: "{a_digit}: {loss}", lines: "lines", cut: "{digit} cut", small: "small", nothing: "nothing", refused: "refused" };
const kinds = ["image", "linear", "relu", "softmax"];
const stages = kinds.map((kind) => /** @type {Stage} */ ({ name: kind, kind, size: 10, scale: 1 }));
const scores = Float32Array.from([5, -1, 0, 0, 0, 0, 0, 0, 2, 0]);

/** @param {number} target @param {number} loss */
function said(target, loss, given = stages) {
  const answer = { kind: Kind.SURE, stages: given.map(() => scores), errors: { target, loss, units: [] } };
  return learningSentences(answer, given, words);
}

test("it is said what the loss would be, and what the lines mean", () => {
  assert.deepEqual(said(8, 3.14159), ["an 8: 3.14", "lines"]);
});

test("of a score that the last ReLU cuts it is said; without a last ReLU none is cut", () => {
  assert.deepEqual(said(1, 5), ["a 1: 5", "lines 1 cut"]);
  assert.deepEqual(said(1, 5, stages.toSpliced(2, 1)), ["a 1: 5", "lines"]);
});

test("what is right already has hardly anything to teach", () => {
  assert.deepEqual(said(0, 0.0123), ["a 0: 0.0123", "small"]);
});

test("nothing is learned of nothing, nor of what was refused", () => {
  const learned = { kind: Kind.NOTHING, stages: [], errors: null };
  assert.deepEqual(learningSentences(learned, stages, words), ["nothing", ""]);
  const refused = { kind: Kind.NO_DIGIT, stages: [scores], errors: null };
  assert.deepEqual(learningSentences(refused, stages, words), ["refused", ""]);
});

beforeEach(() => {
  const stored = new Map();
  globalThis.sessionStorage = /** @type {any} */ ({
    getItem: (/** @type {string} */ name) => stored.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ text) => stored.set(name, text),
  });
});

test("the target that was chosen is kept, also that none is", () => {
  for (const target of /** @type {const} */ (["read", 0, 9, null])) {
    keepTarget(target);
    assert.equal(keptTarget(), target);
  }
});

test("what names no target is none, and storage that is forbidden keeps none", () => {
  for (const text of ["", "10", "-1", "seven", "1.5"]) assert.equal(targetOf(text), null);
  globalThis.sessionStorage = /** @type {any} */ (undefined);
  keepTarget(3);
  assert.equal(keptTarget(), null);
});
