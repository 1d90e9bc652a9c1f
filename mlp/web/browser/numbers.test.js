import assert from "node:assert/strict";
import { test } from "node:test";

import { aDigit, count, decimals, duration, exact, number, percent, share } from "./numbers.js";

test("a probability is never rounded to all or nothing", () => {
  assert.equal(percent(1), "> 99.9 %");
  assert.equal(percent(0.9995), "> 99.9 %");
  assert.equal(percent(0.973), "97.3 %");
  assert.equal(percent(1e-9), "< 0.1 %");
  assert.equal(percent(0), "0 %");
});

test("a probability that is no number is a dash", () => {
  assert.equal(percent(NaN), "–");
  assert.equal(percent(null), "–");
});

test("a share is 100 % only of all", () => {
  assert.equal(share(10_000, 10_000), "100 %");
  assert.equal(share(59_999, 60_000), "> 99.99 %");
  assert.equal(share(1999, 2000), "99.95 %");
  assert.equal(share(1998, 1999), "99.9 %");
  assert.equal(share(0, 0), "–");
  assert.equal(share(null), "–");
  assert.equal(share(1), "100 %");
});

test("a value has four digits, and an exponent if it is huge or tiny", () => {
  assert.equal(number(-0.021372), "−0.02137");
  assert.equal(number(2.5), "2.5");
  assert.equal(number(123456.7), "123,457");
  assert.equal(number(3e8), "3e8");
  assert.equal(number(2.4e-7, { isSigned: true }), "+2.4e−7");
  assert.equal(number(NaN), "–");
});

test("zero has no sign, a negative number a real minus", () => {
  assert.equal(decimals(-0.04, 1), "0.0");
  assert.equal(decimals(-0.06, 1), "−0.1");
  assert.equal(decimals(0.04, 1, { isSigned: true }), "0.0");
  assert.equal(decimals(1204.25, 1, { isSigned: true }), "+1,204.3");
  assert.equal(decimals(-Infinity, 1), "−∞");
});

test("exact text names its float32 and no other", () => {
  assert.equal(exact(Math.fround(0.1)), "0.1");
  const near = Math.fround(0.1 + 2 ** -27);
  assert.notEqual(near, Math.fround(0.1));
  assert.equal(Math.fround(Number(exact(near))), near);
  assert.equal(exact(-2), "−2");
  assert.equal(exact(Math.fround(3.4028234663852886e38)), "3.4028235e38");
  assert.equal(exact(NaN), "–");
});

test("thousands have commas", () => assert.equal(count(669706), "669,706"));

test("a duration has the unit that fits", () => {
  assert.equal(duration(0.00026), "0.26 ms");
  assert.equal(duration(0.0142), "14 ms");
  assert.equal(duration(1.42), "1.4 s");
  assert.equal(duration(75), "75 s");
  assert.equal(duration(180), "3 min");
});

test("it is an eight", () => {
  assert.equal(aDigit(8), "an 8");
  assert.equal(aDigit(1), "a 1");
});
