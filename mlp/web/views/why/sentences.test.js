import assert from "node:assert/strict";
import { test } from "node:test";

import { Kind } from "../../browser/messages.js";
import { sentenceOf, subjectOf } from "./sentences.js";

/** @import { Answer } from "../../browser/messages.js" */
/** @import { Subject } from "./sentences.js" */

const words = {
  titles: {},
  sentences: {
    nothing: "draw", tooLarge: "too large", mostly: "{form} {place}: {a_digit}, not {an_against}",
    overall: "all: {digit}", against: "blue {against}, yet {digit}", noDigit: "far", noDigitJust: "just",
    noDigitFar: "very far", undecided: "{place} {digit}, {against_place} {against}",
    undecidedOverall: "{digit} or {against}",
  },
  forms: { ink: "ink", bar: "bar", stem: "stem" },
  places: { top: "up", bottom: "down", all: "everywhere" },
  missing: "", missingWins: "",
};

const SIDE = 28;
const image = new Float32Array(784);
for (let row = 5; row < 25; row++) image.fill(1, row * SIDE + 8, row * SIDE + 11); // a one

/** Rows 5–11 say `top`, rows 18–24 `bottom`. @param {number} top @param {number} bottom */
function painted(top, bottom, constant = 0) {
  const pixels = image.map((ink, index) => {
    const row = Math.floor(index / SIDE);
    return row < 12 ? ink * top : row > 17 ? ink * bottom : 0;
  });
  const why = { digit: 8, against: 1, pixels, constant, difference: 1 };
  return { why, image, voices: pixels };
}

/** @param {Subject} subject @param {ReturnType<typeof painted> | null} given @param {number | null} [ood] */
const said = (subject, given, ood = null) => sentenceOf(subject, given, ood, words, "all").text;

test("the place that says most is named", () => {
  assert.equal(said("decided", painted(1, -0.1)), "ink up: an 8, not a 1");
  assert.equal(said("drawing", painted(-0.1, 1)), "ink down: an 8, not a 1");
  assert.equal(said("decided", painted(0.5, 0.5)), "all: 8");
});

test("if most ink speaks against, that is said", () => {
  assert.equal(said("decided", painted(0.1, -1)), "blue 1, yet 8");
});

test("where two digits are too close both have their place, unless it is the same", () => {
  assert.equal(said("undecided", painted(1, -1)), "up 8, down 1");
  assert.equal(said("undecided", painted(0.5, 0.5)), "8 or 1");
});

test("how far a picture is from every digit is said once it is known", () => {
  const far = (/** @type {number | null} */ score) => said("noDigit", painted(1, -0.1), score);
  assert.deepEqual([null, 0.3, 2, 9].map(far), ["far", "just", "far", "very far"]);
});

test("what there is to explain", () => {
  const answer = { kind: Kind.SURE, isSettled: true, stages: [image], why: painted(1, 0).why };
  const subject = (/** @type {object} */ more) =>
    subjectOf(/** @type {Answer} */ (/** @type {unknown} */ ({ ...answer, ...more })));
  assert.equal(subjectOf(null), "nothing");
  assert.deepEqual(
    [{}, { stages: [] }, { why: null }, { kind: Kind.NO_DIGIT }, { kind: Kind.DRAWING, isSettled: false },
      { kind: Kind.DRAWING }, { kind: Kind.UNDECIDED }]
      .map(subject),
    ["decided", "nothing", "tooLarge", "noDigit", "drawing", "nothing", "undecided"]);
});

test("without a drawing there is an invitation, and of too large numbers it is said so", () => {
  assert.equal(said("nothing", null), "draw");
  assert.equal(said("tooLarge", null), "too large");
});
