import assert from "node:assert/strict";
import { test } from "node:test";

import { QUICK_MS, revealAt, slowRevealAt, STEP_MS, stepAt } from "./signal.js";

const NUM_STAGES = 8;
const isSorted = (/** @type {number[]} */ shares) => shares.every((share, stage) => stage === 0 || share <= shares[stage - 1]);

test("a signal begins with nothing and ends with everything, within a second", () => {
  assert.deepEqual(revealAt(0, NUM_STAGES).shares, Array(NUM_STAGES).fill(0));
  assert.deepEqual(revealAt(QUICK_MS, NUM_STAGES).shares, Array(NUM_STAGES).fill(1));
  assert.ok(QUICK_MS <= 1000);
});

test("no stage is ahead of the one before it, and none goes back", () => {
  for (const reveal of [revealAt, slowRevealAt]) {
    let before = Array(NUM_STAGES).fill(0);
    for (let ms = 0; ms <= NUM_STAGES * STEP_MS; ms += 37) {
      const { shares } = reveal(ms, NUM_STAGES);
      assert.ok(isSorted(shares));
      assert.ok(shares.every((share, stage) => share >= before[stage]));
      before = shares;
    }
    assert.deepEqual(before.slice(0, -1), Array(NUM_STAGES - 1).fill(1));
  }
});

test("the slow signal shows one stage after the other, in about eight seconds", () => {
  const { shares } = slowRevealAt(3.99 * STEP_MS, NUM_STAGES);
  assert.deepEqual(shares, [1, 1, 1, 1, 0, 0, 0, 0]);
  assert.ok(Math.abs(NUM_STAGES * STEP_MS - 8000) < 1000);
});

test("its step is the stage that it has come to", () => {
  assert.deepEqual([0, STEP_MS, 7.5 * STEP_MS, 99 * STEP_MS].map((ms) => stepAt(ms, NUM_STAGES)), [0, 1, 7, 7]);
});
