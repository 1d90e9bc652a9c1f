import assert from "node:assert/strict";
import { test } from "node:test";

import { namesWidth, ticksOf } from "./axes.js";

const indices = (/** @type {Parameters<typeof ticksOf>[0]} */ axis) => ticksOf(axis).map(({ index }) => index);

test("a whole map is numbered in round steps that leave room for the numbers", () => {
  const whole = { start: 0, cellPx: 1.5, count: 784, room: 1176, leastPx: 40 };
  assert.deepEqual(indices(whole).slice(0, 3), [0, 50, 100]);
  assert.equal(indices(whole).at(-1), 750);
});

test("of large cells each is named, in its middle, where the name is not cut", () => {
  const zoomed = { start: 402.5, cellPx: 108, count: 784, room: 330, leastPx: 92 };
  assert.deepEqual(ticksOf(zoomed), [{ index: 403, at: 108 }, { index: 404, at: 216 }]);
});

test("a bias has no names of rows, and a phone only their numbers", () => {
  const widths = [namesWidth({ rows: 1 }, 1000), namesWidth({ rows: 10 }, 360), namesWidth({ rows: 10 }, 1000)];
  assert.ok(widths[0] === 0 && widths[0] < widths[1] && widths[1] < widths[2]);
});
