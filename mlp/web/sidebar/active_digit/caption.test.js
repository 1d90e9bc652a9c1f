import assert from "node:assert/strict";
import { test } from "node:test";

import { captionOf } from "./caption.js";

/** @import { Answer } from "../../browser/messages.js" */

const sentences = {
  caption: "test digit 3, a 0",
  words: { label: "", said: "{caption}: {verdict}", nothing: "nothing drawn yet", drawing: "your drawing" },
  verdicts: { decided: "{digit} ({percent})" },
};
const example = { kind: 3, digit: 0, probability: 0.98, stages: [new Float32Array(784)], source: "other", sequence: -1 };
const said = (/** @type {object} */ answer) => captionOf(/** @type {Answer} */ (answer), sentences);

test("a picture has the caption that Python gave it, a drawing is the visitor's", () => {
  assert.equal(said(example), "test digit 3, a 0: 0 (98.0 %)");
  assert.equal(said({ ...example, source: "pad", sequence: 4 }), "your drawing: 0 (98.0 %)");
});

test("a drawing that a link brought keeps its caption until somebody draws on it", () => {
  assert.equal(said({ ...example, source: "pad" }), "test digit 3, a 0: 0 (98.0 %)");
});

test("of an empty pad, and of a blank picture, no verdict is said", () => {
  assert.equal(said({ ...example, source: "pad", stages: [] }), "nothing drawn yet");
  assert.equal(said({ ...example, stages: [] }), "test digit 3, a 0");
  assert.equal(captionOf(null, sentences), "test digit 3, a 0");
});
