import assert from "node:assert/strict";
import { test } from "node:test";

import { comparisonOf, seenPictures, stepPictures, unpack } from "./pictures.js";

/** @import { Details } from "../../browser/hub.js" */
/** @import { Answer } from "../../browser/messages.js" */

const words = {
  original: "came", prepared: "sees", unchanged: "as is", nothing: "nothing", exact: "exact",
  comparison: "{centred} / {uncentred}", steps: { original: "first", centred: "last" },
};
const sentences = { words, verdicts: { decided: "{digit} ({percent})", nothing: "none" } };

/** @param {object} parts @returns {Answer} */
const answer = (parts) => /** @type {any} */ ({ number: 3, stages: [new Float32Array(784).fill(1)], source: "pad", ...parts });

const step = (/** @type {string} */ name) => ({ name, width: 2, height: 1, channels: 1, pixels: btoa("ab") });
/** @param {object} parts */
const prepared = (parts) => unpack(/** @type {Details} */ (/** @type {unknown} */ ({
  number: 3, steps: [step("original"), step("centred")], isFixed: false, difference: 0,
  centred: { kind: 3, digit: 7, probability: 0.98 }, uncentred: { kind: 0, digit: null, probability: 0 },
  ...parts,
})));
const captions = (/** @type {{caption: string}[]} */ pictures) => pictures.map(({ caption }) => caption);

test("what the network sees follows the pen, the original the settled digit", () => {
  const [original, live] = seenPictures(answer({ number: 9 }), prepared({}), words);
  assert.deepEqual(original.pixels.values, Uint8Array.of(97, 98));
  assert.ok(live.pixels.values.every((value) => value === 255));
});

test("a tensor is shown once, as it is, until somebody draws on it", () => {
  const tensor = prepared({ steps: [step("original")] });
  assert.deepEqual(captions(seenPictures(answer({}), tensor, words)), ["as is"]);
  assert.deepEqual(captions(seenPictures(answer({ number: 4 }), tensor, words)), ["came", "sees"]);
});

test("before anything is known both pictures are black", () => {
  const pictures = seenPictures(null, null, words);
  assert.deepEqual(captions(pictures), ["came", "sees"]);
  assert.ok(pictures.every(({ pixels }) => pixels.values.every((value) => value === 0)));
});

test("the steps are numbered and named", () => {
  assert.deepEqual(captions(stepPictures(prepared({}), words)), ["1. first", "2. last"]);
});

test("both answers are compared where the switches can do something, else it is said why not", () => {
  assert.equal(comparisonOf(answer({}), prepared({}), sentences), "7 (98.0 %) / none");
  const fixed = prepared({ isFixed: true });
  assert.equal(comparisonOf(answer({}), fixed, sentences), "nothing");
  assert.equal(comparisonOf(answer({ source: "other" }), fixed, sentences), "exact");
  assert.equal(comparisonOf(null, null, sentences), "nothing");
});
