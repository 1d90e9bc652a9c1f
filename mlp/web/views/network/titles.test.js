import assert from "node:assert/strict";
import { test } from "node:test";

import { arrowBetween, wrap } from "./titles.js";

const measure = (/** @type {string} */ text) => text.length;

test("a title is broken between words, and before a bracket", () => {
  assert.deepEqual(wrap("512 detectors, for and against", 16, measure), ["512 detectors,", "for and against"]);
  assert.deepEqual(wrap("512 detectors, for and against", 24, measure), ["512 detectors,", "for and against"]);
  assert.deepEqual(wrap("nn.Linear(784, 512)", 12, measure), ["nn.Linear", "(784, 512)"]);
  assert.deepEqual(wrap("those that agree", 99, measure), ["those that agree"]);
});

test("a word wider than the room has a line of its own", () => {
  assert.deepEqual(wrap("10 combinations", 5, measure), ["10", "combinations"]);
});

test("an arrow leads from a stage's right side to the next one's left, or down to what is below", () => {
  const box = { stage: 0, isOutput: false, columns: 1, rows: 1, cellWidth: 9, cellHeight: 9, titleWidth: 40, titleHeight: 20 };
  const layout = /** @type {any} */ ({ letter: 10, isWide: true, digitsLeft: 200 });
  const first = { ...box, left: 0, top: 20, width: 50, height: 50 };
  const beside = { ...box, left: 100, top: 40, width: 50, height: 50 };
  const [start, end] = arrowBetween(first, beside, layout);
  assert.ok(start.x > 50 && end.x < 100 && start.y === 45 && end.y === 65);
  const below = { ...first, top: 100 };
  const [top, foot] = arrowBetween(first, below, layout);
  assert.ok(top.x === foot.x && top.y >= 70 && foot.y < 100 && top.x > first.titleWidth);
  const scores = { ...box, isOutput: true, left: 230, top: 0, width: 50, height: 90 };
  assert.ok(arrowBetween(beside, scores, layout)[1].x < 200, "it ends before the digits");
});
