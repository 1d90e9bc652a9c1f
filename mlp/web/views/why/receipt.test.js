import assert from "node:assert/strict";
import { test } from "node:test";

import { receiptOf } from "./receipt.js";

/** @param {number[]} values @param {number} constant */
function whyOf(values, constant) {
  const pixels = new Float32Array(784);
  pixels.set(values);
  const difference = pixels.reduce((sum, value) => sum + value, 0) + constant;
  return { digit: 7, against: 1, pixels, constant, difference };
}

test("what speaks for and what against are added up apart", () => {
  const receipt = receiptOf(whyOf([1.5, -0.25, 2, -1], 0.5));
  assert.deepEqual(Object.values(receipt).map(({ value }) => value), [3.5, -1.25, 0.5, 2.75]);
});

test("what is printed adds up, and is never further off than a hundredth", () => {
  for (let seed = 1; seed < 300; seed++) {
    const values = Array.from({ length: 9 }, (_, index) => Math.sin(seed * (index + 1)) * 5);
    const receipt = receiptOf(whyOf(values, Math.cos(seed) * 3));
    const hundredths = Object.values(receipt).map(({ printed }) => Math.round(100 * printed));
    assert.equal(hundredths[0] + hundredths[1] + hundredths[2], hundredths[3]);
    for (const { value, printed } of Object.values(receipt)) assert.ok(Math.abs(value - printed) < 0.011);
  }
});
