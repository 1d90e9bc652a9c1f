import assert from "node:assert/strict";
import { test } from "node:test";

import { Kind } from "../../browser/messages.js";
import { fill, suits } from "./filling.js";

/** @import { Answer } from "../../browser/messages.js" */
/** @import { Filling } from "./filling.js" */

const answer = /** @type {Answer} */ (/** @type {unknown} */ ({
  stages: [Float32Array.of(0, 1, 2, 3, 4), Float32Array.of(0.25, 0.75)],
  kind: Kind.UNSURE,
  digit: 1,
  withoutRelu: { kind: Kind.UNSURE, digit: 0, probabilities: Float32Array.of(0.6, 0.4) },
}));
const nothing = /** @type {Answer} */ (/** @type {unknown} */ ({ stages: [], digit: null, withoutRelu: null }));
const template = { data: [{ type: "any", hovertemplate: "h" }], layout: { height: 1 } };
/** @type {Filling} */
const cells = { kind: "cells", stage: 0, size: 5, columns: 3 };
/** @type {Filling} */
const shares = { kind: "shares", stage: 1, size: 2, columns: 0 };

test("cells that do not fill the last row leave the rest of it empty", () => {
  const { z } = fill(template, cells, answer).data[0];
  assert.deepEqual(z, [Float32Array.of(0, 1, 2), Float32Array.of(3, 4, NaN)]);
});

test("the template stays as it is, and empty without a digit", () => {
  assert.equal(fill(template, cells, nothing), template);
  assert.equal(fill(template, cells, null), template);
  fill(template, cells, answer);
  assert.deepEqual(Object.keys(template.data[0]), ["type", "hovertemplate"]);
});

test("the answer without the last ReLU has its own winner", () => {
  assert.equal(fill(template, shares, answer).data[0].text[1], "75.0 ★");
  const without = fill(template, { ...shares, stage: null }, answer).data[0];
  assert.deepEqual(without.text, ["60.0 ★", "40.0"]);
});

test("what the network does not stand by is no winner", () => {
  for (const kind of [Kind.DRAWING, Kind.UNDECIDED, Kind.NO_DIGIT]) {
    assert.deepEqual(fill(template, shares, { ...answer, kind }).data[0].text, ["25.0", "75.0"]);
  }
});

test("an answer of a network of another shape does not suit, one without a digit suits any", () => {
  assert.ok(suits(cells, answer) && suits(cells, nothing) && suits(cells, null));
  assert.ok(!suits({ ...cells, size: 6 }, answer));
  assert.ok(!suits({ ...cells, stage: 2 }, answer));
});
