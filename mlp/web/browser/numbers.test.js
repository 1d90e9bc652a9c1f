import assert from "node:assert/strict";
import { test } from "node:test";

import { count, decimals, exact, number, percent, share } from "./numbers.js";

test("a probability is never rounded to all or nothing", () => {
  assert.equal(percent(1), "> 99.9 %");
  assert.equal(percent(1e-9), "< 0.1 %");
  assert.equal(percent(0), "0.0 %");
  assert.equal(percent(0.0625), "6.3 %");
});

test("a probability that is no number is a dash", () => {
  assert.equal(percent(NaN), "–");
  assert.equal(percent(null), "–");
});

test("a share is 100 % only of all", () => {
  assert.equal(share(10_000, 10_000), "100 %");
  assert.equal(share(9999, 10_000), "> 99.9 %");
  assert.equal(share(0, 0), "–");
});

test("thousands have commas", () => assert.equal(count(669706), "669,706"));

test("zero has no sign, a negative number a real minus", () => {
  assert.equal(decimals(-0.04, 1), "0.0");
  assert.equal(decimals(-0.06, 1), "−0.1");
  assert.equal(decimals(-Infinity, 1), "−∞");
});

test("a sign, commas and an exponent come where they are wanted", () => {
  assert.equal(decimals(1204.25, 2, { isSigned: true }), "+1,204.25");
  assert.equal(decimals(2.5e6, 4), "2.5e6");
  assert.equal(number(0.00002, { isSigned: true }), "+2e−5");
  assert.equal(number(-1234567, { numDigits: 2 }), "−1.2e6");
});

test("exact text names its float32 and no other", () => {
  assert.equal(exact(Math.fround(0.1)), "0.1");
  const near = Math.fround(0.1 + 2 ** -27);
  assert.notEqual(near, Math.fround(0.1));
  assert.equal(Math.fround(Number(exact(near))), near);
  assert.equal(exact(-2), "−2");
  assert.equal(exact(3e9), "3e9");
  assert.equal(exact(NaN), "–");
});
