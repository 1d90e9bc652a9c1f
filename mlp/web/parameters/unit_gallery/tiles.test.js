import assert from "node:assert/strict";
import { test } from "node:test";

import { atlasPlace, barOf, levelsOfTheirOwn } from "./tiles.js";

test("at their own scale each unit's largest weight has full colour", () => {
  const weights = new Float32Array(3 * 784); // the third unit's are all 0
  weights.set([0.25, -0.5], 0);
  weights.set([-8, 2], 784);
  const levels = levelsOfTheirOwn(weights);
  assert.deepEqual([...levels.subarray(0, 3)], [64, -127, 0]);
  assert.deepEqual([...levels.subarray(784, 786)], [-127, 32]);
  assert.ok(levels.subarray(2 * 784).every((level) => level === 0));
});

test("a bar is full at the scale, and silent units have none", () => {
  assert.deepEqual(barOf(5, 10, false), { share: 0.5, scale: "sequential", level: 127 });
  assert.deepEqual(barOf(20, 10, false), { share: 1, scale: "sequential", level: 254 });
  assert.equal(barOf(-5, 10, false).share, 0);
});

test("a signed bar is as long as the value is large, its colour tells the sign", () => {
  assert.deepEqual(barOf(-10, 10, true), { share: 1, scale: "diverging", level: 0 });
  assert.deepEqual(barOf(10, 10, true), { share: 1, scale: "diverging", level: 254 });
});

test("tiles lie in the atlas row by row", () => {
  assert.deepEqual([atlasPlace(63), atlasPlace(64)], [{ x: 63 * 28, y: 0 }, { x: 0, y: 28 }]);
});
