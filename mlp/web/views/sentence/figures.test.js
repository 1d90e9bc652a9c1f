import assert from "node:assert/strict";
import { test } from "node:test";

import { factsOf, figuresOf, fillSentence } from "./figures.js";

/** @import { Answer } from "../../browser/messages.js" */

const verdicts = { decided: "{digit} ({percent})" };
const answer = /** @type {Answer} */ (/** @type {unknown} */ ({
  kind: 3, digit: 7, probability: 0.98, forwardMs: 0.264,
  stages: [Float32Array.of(0, 1), Float32Array.of(-2, 0, 0, 3)],
  withoutRelu: { kind: 3, digit: 1, probability: 0.97 },
}));

test("a digit's figures are said by the rules of all numbers", () => {
  assert.deepEqual(figuresOf(answer, 1, verdicts), {
    verdict: "7 (98.0 %)", other: "1 (97.0 %)", forward: "0.26 ms",
    least: "−2", mean: "0.25", largest: "3", zeros: "2", share: "50.0 %",
  });
});

test("without a digit there are none", () => {
  assert.equal(figuresOf(null, 1, verdicts), null);
  assert.equal(figuresOf(/** @type {any} */ ({ stages: [] }), 1, verdicts), null);
});

test("a mean is summed up in double precision", () => {
  const values = new Float32Array(1_000_000).fill(0.1);
  assert.equal(factsOf(values).mean, "0.1");
});

test("a value that is no number is not hidden", () => {
  const { least, mean, largest, zeros } = factsOf(Float32Array.of(NaN, 1, 0));
  assert.deepEqual([least, mean, largest, zeros], ["–", "–", "–", "1"]);
});

test("a figure that there is not is a dash, and without a digit another sentence may stand there", () => {
  const sentence = { template: "min {least}  \nof {share}", without: null, missing: "—" };
  assert.equal(fillSentence(sentence, { least: "1" }), "min 1\nof —");
  assert.equal(fillSentence(sentence, null), "min —\nof —");
  assert.equal(fillSentence({ ...sentence, without: "" }, null), "");
});
