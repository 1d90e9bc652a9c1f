import assert from "node:assert/strict";
import { test } from "node:test";

import { startGhost, stepsOf } from "./ghost.js";

const DIGITS = [
  { width: 0.09, strokes: [[0.3, 0.2, 0.7, 0.2, 0.5, 0.8], [0.4, 0.5, 0.6, 0.5]] },
  { width: 0.05, strokes: [[0.5, 0.2, 0.5, 0.8]] },
];

/** What a hand was made to do, and a clock that is turned by hand. */
function stage() {
  /** @type {any[]} */
  const done = [];
  /** @type {{atMs: number, act: (nowMs: number) => void} | null} */
  let next = null;
  let nowMs = 0;
  const plan = (/** @type {number} */ ms, /** @type {(nowMs: number) => void} */ act) => {
    next = { atMs: nowMs + ms, act };
    return () => void (next = null);
  };
  const hand = Object.fromEntries(
    ["begin", "extend", "end", "clear", "show", "invite"].map((name) => [
      name, (/** @type {any[]} */ ...given) => void done.push([name, ...given]),
    ]),
  );
  return {
    done,
    hand: /** @type {any} */ (hand),
    timing: {
      onFrame: (/** @type {(nowMs: number) => void} */ draw) => plan(1000 / 60, draw),
      later: (/** @type {number} */ ms, /** @type {() => void} */ ring) => plan(ms, ring),
    },
    pass(/** @type {number} */ ms) {
      const endMs = nowMs + ms;
      while (next && next.atMs <= endMs) {
        const { atMs, act } = next;
        [nowMs, next] = [atMs, null];
        act(nowMs);
      }
      nowMs = endMs;
    },
    names: () => done.map(([name]) => name).filter((name) => name !== "show" && name !== "extend"),
  };
}

test("the pen takes as long as a hand, and never jumps", () => {
  const steps = stepsOf(DIGITS[0].strokes);
  const lastMs = steps[steps.length - 1].ms;
  assert.ok(lastMs > 1500 && lastMs < 5000, String(lastMs));
  for (let index = 1; index < steps.length; index++) {
    assert.ok(steps[index].ms >= steps[index - 1].ms);
    const far = Math.hypot(steps[index].x - steps[index - 1].x, steps[index].y - steps[index - 1].y);
    assert.ok(far < 0.08, `${far} at ${index}`);
  }
});

test("on paper the pen goes through every corner from the first point to the last", () => {
  const drawn = stepsOf(DIGITS[0].strokes).filter(({ isDown }) => isDown);
  const off = (/** @type {number} */ x, /** @type {number} */ y) =>
    Math.min(...drawn.map((step) => Math.hypot(step.x - x, step.y - y)));
  for (const [x, y] of [[0.3, 0.2], [0.7, 0.2], [0.5, 0.8], [0.4, 0.5], [0.6, 0.5]]) {
    assert.ok(off(x, y) < 0.03, `${x}, ${y}`);
  }
  assert.deepEqual([drawn[0].x, drawn[0].y], [0.3, 0.2]);
});

test("a stroke is begun and ended once each, then the digit rests and goes, then comes the next", () => {
  const { hand, timing, pass, names, done } = stage();
  startGhost(DIGITS, hand, { isCalm: () => false, first: 0 }, timing);
  const lastMs = stepsOf(DIGITS[0].strokes).at(-1)?.ms ?? 0;
  pass(lastMs + 2900);
  assert.deepEqual(names(), ["clear", "invite", "begin", "end", "begin", "end"]);
  assert.deepEqual(done.filter(([name]) => name === "begin")[0], ["begin", 0.3, 0.2, 0.09]);
  pass(1000);
  assert.deepEqual(names().slice(6), ["clear", "clear", "invite"]);
  pass(2000);
  assert.deepEqual(done.filter(([name]) => name === "begin")[2], ["begin", 0.5, 0.2, 0.05]);
});

test("for who wants nothing to move a digit is there at once, and the next after eight seconds", () => {
  const { hand, timing, pass, names, done } = stage();
  startGhost(DIGITS, hand, { isCalm: () => true, first: 1 }, timing);
  assert.deepEqual(names(), ["clear", "invite", "begin", "end"]);
  pass(7900);
  assert.equal(names().length, 4);
  pass(200);
  assert.deepEqual(names().slice(4), ["clear", "invite", "begin", "end", "begin", "end"]);
  assert.ok(!done.some(([name]) => name === "show"));
});

test("stopped in the middle of a stroke it leaves nothing and moves no more", () => {
  const { hand, timing, pass, done } = stage();
  const stop = startGhost(DIGITS, hand, { isCalm: () => false, first: 0 }, timing);
  pass(1200);
  stop();
  assert.deepEqual(done.slice(-3), [["show", null], ["invite", false], ["clear"]]);
  const { length } = done;
  pass(60_000);
  assert.equal(done.length, length);
});

test("who sleeps through a digit finds it whole", () => {
  const { hand, timing, names } = stage();
  /** @type {(nowMs: number) => void} */
  let draw = () => {};
  const asleep = { ...timing, onFrame: (/** @type {typeof draw} */ frame) => ((draw = frame), () => {}) };
  startGhost(DIGITS, hand, { isCalm: () => false, first: 0 }, asleep);
  draw(0);
  draw(60_000);
  assert.deepEqual(names(), ["clear", "invite", "begin", "end", "begin", "end"]);
});
