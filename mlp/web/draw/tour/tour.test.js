import assert from "node:assert/strict";
import { test } from "node:test";

import { figuresOf, rangeOf } from "./tour.js";

/** @import { Answer } from "../../browser/messages.js" */

const words = { sure: "{digit}, {percent}", undecided: "none" };
const answerWith = (/** @type {number} */ yes, /** @type {number | null} */ digit) =>
  /** @type {Answer} */ (/** @type {unknown} */ ({
    stages: [new Float32Array(4), Float32Array.from({ length: 12 }, (_, unit) => (unit < yes ? 1 : -1))],
    digit, runnerUp: 1, probability: 0.5,
  }));

test("the share of detectors that say yes lies in one range", () => {
  assert.deepEqual([0, 1, 2, 4, 6, 12].map((yes) => rangeOf(answerWith(yes, 7))), [0, 0, 1, 2, 3, 3]);
});

test("cards say what the network answers now, or that it cannot decide", () => {
  assert.equal(figuresOf(answerWith(3, 7), words).now, "7, 50.0 %");
  assert.equal(figuresOf(answerWith(3, 7), words).yes, "3");
  assert.equal(figuresOf(answerWith(3, null), words).now, "none");
  assert.equal(figuresOf(null, words).digit, "…");
});
