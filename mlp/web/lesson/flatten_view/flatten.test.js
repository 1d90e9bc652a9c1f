import assert from "node:assert/strict";
import { test } from "node:test";

import { lensOf } from "./drawing.js";
import { moved, nearest, numberAt, wordsFor } from "./flatten.js";

test("a pixel's number is 28 times its row plus its column, also at the very edge", () => {
  assert.equal(numberAt(0, 0), 0);
  assert.equal(numberAt(10.5 / 28, 14.5 / 28), 28 * 14 + 10);
  assert.equal(numberAt(1, 1), 783);
});

test("arrows move by a pixel or a row, Page Up and Page Down by a picture, other keys not", () => {
  const place = { image: 1, number: 100 };
  const reached = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].map((key) => moved(place, key)?.number);
  assert.deepEqual(reached, [99, 101, 72, 128]);
  assert.deepEqual(["PageUp", "PageDown"].map((key) => moved(place, key)?.image), [0, 2]);
  assert.equal(moved(place, "Enter"), null);
});

test("nothing outside the pictures can be chosen", () => {
  assert.deepEqual(nearest({ image: -1, number: -28 }, 3), { image: 0, number: 0 });
  assert.deepEqual(nearest({ image: 3, number: 800 }, 3), { image: 2, number: 783 });
});

test("what is said names row, column, number and value", () => {
  const template = "{image}: {row}, {column} = {number} = 28 × {row} + {column}: {value}";
  assert.equal(wordsFor({ image: 2, number: 57 }, 0.5, template), "2: 2, 1 = 57 = 28 × 2 + 1: 0.5000");
});

test("the lens has the marked number in its middle, and ends where the row does", () => {
  assert.deepEqual(lensOf(400, 340), { first: 395, count: 10 });
  assert.deepEqual(lensOf(2, 340), { first: 0, count: 10 });
  assert.deepEqual(lensOf(783, 340), { first: 774, count: 10 });
  assert.equal(lensOf(400, 10).count, 1);
});
