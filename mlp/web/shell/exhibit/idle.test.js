import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { createIdle } from "./idle.js";

const IDLE_MS = 45_000;

let nowMs = 0;
/** @type {Map<() => void, number>} */
let rings = new Map();
/** @type {string[]} */
let done = [];
let state = "";
let hasPad = true;

beforeEach(() => {
  [nowMs, rings, done, hasPad] = [0, new Map(), [], true];
});

const clock = {
  nowMs: () => nowMs,
  later(/** @type {number} */ ms, /** @type {() => void} */ ring) {
    assert.equal(rings.size, 0, "one timer at a time");
    rings.set(ring, nowMs + ms);
  },
};

/** @param {number} ms */
async function pass(ms) {
  const endMs = nowMs + ms;
  for (;;) {
    const due = [...rings].find(([, atMs]) => atMs <= endMs);
    if (!due) break;
    rings.delete(due[0]);
    nowMs = Math.max(nowMs, due[1]);
    due[0]();
    await new Promise((resolve) => setImmediate(resolve)); // what was awaited goes on
  }
  nowMs = endMs;
}

const acts = {
  play: () => hasPad && Boolean(done.push("play")),
  yield: () => void done.push("yield"),
  leave: async (/** @type {() => boolean} */ isStillAlone) => {
    done.push("leave");
    await Promise.resolve();
    done.push(isStillAlone() ? "alone" : "not alone");
    return false;
  },
  tell: (/** @type {string} */ told) => void (state = told),
};

test("a page on which nobody was plays after a moment, and goes on", async () => {
  createIdle(IDLE_MS, acts, clock);
  await pass(3_900);
  assert.deepEqual(done, []);
  await pass(100);
  assert.deepEqual(done, ["play"]);
  await pass(10 * IDLE_MS);
  assert.deepEqual(done, ["play"]);
});

test("a touch ends it at once, and is a visit that ends after the time without touch", async () => {
  const idle = createIdle(IDLE_MS, acts, clock);
  await pass(10_000);
  idle.touch();
  assert.deepEqual(done, ["play", "yield"]);
  await pass(44_900);
  assert.equal(state, "visited");
  await pass(100);
  assert.deepEqual(done, ["play", "yield", "leave", "alone"]);
});

test("every touch counts anew", async () => {
  const idle = createIdle(IDLE_MS, acts, clock);
  for (let count = 0; count < 5; count++) {
    idle.touch();
    await pass(40_000);
  }
  assert.deepEqual(done, []);
  await pass(5_000);
  assert.deepEqual(done, ["leave", "alone"]);
});

test("who touches the page before it plays is a visitor", async () => {
  const idle = createIdle(IDLE_MS, acts, clock);
  idle.touch();
  await pass(44_900);
  assert.deepEqual(done, []);
});

test("a page that cannot be left is tried again, as long as nobody is there", async () => {
  const idle = createIdle(IDLE_MS, acts, clock);
  idle.touch();
  await pass(3 * IDLE_MS);
  assert.deepEqual(done, ["leave", "alone", "leave", "alone", "leave", "alone"]);
});

test("who comes while it is left keeps the page", async () => {
  const comes = () => idle.touch();
  const idle = createIdle(IDLE_MS, {
    ...acts,
    leave: (isStillAlone) => {
      comes();
      return acts.leave(isStillAlone);
    },
  }, clock);
  idle.touch();
  await pass(IDLE_MS);
  assert.deepEqual(done, ["leave", "not alone"]);
  assert.equal(state, "visited");
});

test("where there is nothing to draw on the page is left for the first one", async () => {
  hasPad = false;
  createIdle(IDLE_MS, acts, clock);
  await pass(4_000);
  assert.deepEqual(done, ["leave", "alone"]);
});
