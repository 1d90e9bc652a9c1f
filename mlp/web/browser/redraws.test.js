import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { createRedraws } from "./redraws.js";

/** @import { Answer } from "./messages.js" */

let nowMs = 0;
/** @type {(() => void)[]} */
let tasks = [];
/** @type {{task: () => void, atMs: number}[]} */
let timers = [];
/** @type {(answer: Answer) => void} */
let say;
/** @type {string[]} */
let drawn = [];
/** @type {ReturnType<typeof createRedraws>} */
let redraws;

beforeEach(() => {
  nowMs = 0;
  [tasks, timers, drawn] = [[], [], []];
  redraws = createRedraws({ follow: (onAnswer) => (say = onAnswer) }, {
    now: () => nowMs,
    soon: (task) => tasks.push(task),
    later: (task, waitMs) => timers.push({ task, atMs: nowMs + waitMs }),
    watchWindow: (element, onChange) => {
      onChange(/** @type {any} */ (element).isInside);
      return () => {};
    },
  });
});

/** Add a view, and say what draws it. */
function add(/** @type {string} */ name, { isInside = true, isFirst = false, isStill = false, costMs = 1 } = {}) {
  return redraws.add(/** @type {any} */ ({ isInside }), () => {
    drawn.push(name);
    nowMs += costMs;
    return true;
  }, { isFirst, isStill });
}

/** Do what waits, in order, and tell what was drawn meanwhile. */
function work() {
  drawn = [];
  for (let task = tasks.shift(); task; task = tasks.shift()) task();
  return drawn.join("");
}

/** Let time go by until the next timer. */
function wait() {
  const timer = timers.shift();
  if (!timer) return;
  nowMs = Math.max(nowMs, timer.atMs);
  timer.task();
}

const answerOf = (/** @type {boolean} */ isSettled) => /** @type {Answer} */ (/** @type {unknown} */ ({ isSettled }));
const drawing = () => answerOf(false);
const settled = () => answerOf(true);

/** Do the task that waits, and tell what was drawn meanwhile. */
function workOnce() {
  drawn = [];
  assert.equal(tasks.length, 1);
  tasks.shift()?.();
  return drawn.join("");
}

test("each view is drawn once for an answer, during a stroke in a task of its own", () => {
  add("a");
  add("b");
  assert.equal(work(), "ab");
  say(drawing());
  assert.equal(workOnce(), "a");
  assert.equal(workOnce(), "b");
  assert.equal(work(), "");
});

test("once the pen is up a task draws for 24 ms, but what comes first is shown at once", () => {
  for (const name of "abcd") add(name, { costMs: 13, isFirst: name === "d" });
  assert.equal(work(), "dabc");
  say(settled());
  assert.equal(workOnce(), "d");
  assert.equal(workOnce(), "ab");
  assert.equal(workOnce(), "c");
  assert.equal(work(), "");
});

test("once the pen is up what is inside the window comes first, and nothing is left out", () => {
  add("a", { isInside: false });
  add("b");
  say(settled());
  assert.equal(work(), "ba");
});

test("what no answer changes waits for what is inside the window, and is drawn again only when outdated", () => {
  const still = add("s", { isInside: false, isStill: true });
  add("a");
  assert.equal(work(), "as");
  say(settled());
  assert.equal(work(), "a");
  still.outdate();
  assert.equal(work(), "s");
});

test("what no answer changes is drawn though a page was left in the middle of a stroke", () => {
  say(drawing());
  add("s", { isInside: false, isStill: true });
  assert.equal(work(), "s");
});

test("during a stroke only what can be seen is redrawn", () => {
  add("a", { isInside: false });
  add("b");
  work();
  say(drawing());
  assert.equal(work(), "b");
  say(settled());
  assert.equal(work(), "ba");
});

test("nothing is drawn for the first time during a stroke", () => {
  work();
  say(drawing());
  add("a");
  assert.equal(work(), "");
  say(settled());
  assert.equal(work(), "a");
});

test("an answer leaves half a frame for views, and each has its turn", () => {
  for (const name of "abcd") add(name, { costMs: 4 });
  work();
  const turns = [1, 2, 3, 4].map(() => {
    nowMs += 16;
    say(drawing());
    return work();
  });
  assert.deepEqual(turns, ["ab", "cd", "ab", "cd"]);
});

test("where another view does not fit, quick ones still do, and none waits for ever", () => {
  for (const name of "AB") add(name, { costMs: 6 });
  for (const name of "cd") add(name, { costMs: 0.5 });
  work();
  const turns = [1, 2, 3, 4].map(() => {
    nowMs += 16;
    say(drawing());
    return work();
  });
  assert.deepEqual(turns, ["Acd", "Bcd", "Acd", "Bcd"]);
});

test("only the newest answer is drawn", () => {
  add("a", { costMs: 6 });
  add("b", { costMs: 6 });
  work();
  say(drawing());
  say(drawing());
  assert.equal(work(), "a");
});

test("without another answer the rest follows", () => {
  add("a", { costMs: 6 });
  add("b", { costMs: 6 });
  work();
  say(drawing());
  assert.equal(work(), "a");
  wait();
  assert.equal(work(), "b");
});

test("on a slow machine views take half of the time at most", () => {
  add("a", { costMs: 50 });
  add("b", { costMs: 50 });
  work();
  const startedMs = nowMs;
  let shownMs = 0;
  for (let answers = 0; answers < 30; answers++) {
    nowMs += 10;
    say(drawing());
    shownMs += 50 * work().length;
  }
  assert.ok(shownMs >= 0.3 * (nowMs - startedMs) && shownMs <= 0.55 * (nowMs - startedMs));
});

test("a settled answer waits for no pause", () => {
  add("a", { costMs: 50 });
  add("b", { costMs: 50 });
  work();
  say(drawing());
  work();
  say(settled());
  assert.equal(work(), "ba");
});

test("a view that fails keeps no other from its turn", () => {
  redraws.add(/** @type {any} */ ({ isInside: true }), () => {
    throw new Error("no");
  });
  add("b");
  assert.throws(() => tasks.shift()?.());
  assert.equal(work(), "b");
});

test("a view that could not be drawn yet is drawn when it says so, and one that stopped never", () => {
  let isReady = false;
  const late = redraws.add(/** @type {any} */ ({ isInside: true }), () => {
    if (isReady) drawn.push("late");
    return isReady;
  });
  const gone = add("gone");
  work();
  isReady = true;
  late.outdate();
  gone.stop();
  assert.equal(work(), "late");
  say(settled());
  assert.equal(work(), "late");
});

test("what comes first is drawn before all others once the pen is up, and in its turn while it is down", () => {
  for (const name of ["a", "b"]) add(name);
  add("first", { isInside: false, isFirst: true });
  assert.equal(work(), "firstab");
  say(drawing());
  assert.equal(work(), "ab");
  say(settled());
  assert.equal(work(), "firstab");
});
