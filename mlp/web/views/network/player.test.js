import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { createPlayer } from "./player.js";
import { QUICK_MS, STEP_MS } from "./signal.js";

const NUM_STAGES = 8;
let now = 0;
/** @type {(() => void) | null} */
let frame = null;
let numDrawn = 0;
/** @type {ReturnType<typeof createPlayer>} */
let player;

beforeEach(() => {
  [now, frame, numDrawn] = [0, null, 0];
  player = createPlayer(() => numDrawn++, {
    now: () => now,
    nextFrame: (draw) => {
      frame = draw;
      return 1;
    },
    cancel: () => (frame = null),
  });
});

function pass(/** @type {number} */ ms) {
  now += ms;
  const draw = frame;
  frame = null;
  draw?.();
}

test("a quick signal runs to its end by itself, and then nothing is hidden", () => {
  player.quick(NUM_STAGES);
  assert.equal(player.at()?.step, -1);
  pass(QUICK_MS / 2);
  assert.ok(player.at());
  pass(QUICK_MS / 2);
  assert.equal(player.at(), null);
  assert.equal(frame, null);
});

test("stopping it shows everything at once, and stopping nothing draws nothing", () => {
  player.stop();
  assert.equal(numDrawn, 0);
  player.quick(NUM_STAGES);
  player.stop();
  assert.deepEqual([player.at(), frame, numDrawn], [null, null, 1]);
});

test("a slow signal rests and goes on where it was", () => {
  player.slow(NUM_STAGES);
  pass(2.5 * STEP_MS);
  player.toggle();
  pass(60_000);
  assert.deepEqual([player.at()?.step, player.at()?.isPaused], [2, true]);
  player.toggle();
  pass(STEP_MS);
  assert.deepEqual([player.at()?.step, player.at()?.isPaused], [3, false]);
});

test("a step on or back rests at that step's end, within the first and the last", () => {
  player.slow(NUM_STAGES);
  for (const by of /** @type {(1 | -1)[]} */ ([1, 1, -1])) player.go(by);
  assert.deepEqual([player.at()?.step, player.at()?.isPaused], [1, true]);
  assert.deepEqual(player.at()?.reveal.shares.slice(0, 3), [1, 1, 0]);
  player.go(-1);
  player.go(-1);
  assert.equal(player.at()?.step, 0);
  for (let step = 0; step < 20; step++) player.go(1);
  assert.equal(player.at()?.step, NUM_STAGES - 1);
});

test("a slow signal ends some time after its last step", () => {
  player.slow(NUM_STAGES);
  pass((NUM_STAGES + 0.1) * STEP_MS);
  assert.ok(player.isSlow());
  pass(10_000);
  assert.ok(!player.isSlow());
});

test("what is quick cannot be paused", () => {
  player.quick(NUM_STAGES);
  player.toggle();
  player.go(1);
  assert.equal(player.at()?.isPaused, false);
});
