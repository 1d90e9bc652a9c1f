import assert from "node:assert/strict";
import { test } from "node:test";

import { emptyStore, isOver, merge, statusOf } from "./store.js";

const NO_POINTS = { steps: [], losses: [], accuracies: [], digits: [], probabilities: [] };
const news = {
  status: "training", numSteps: 2, checkpoints: [{ step: 0 }],
  points: { steps: [1, 2], losses: [2.3, 2.2], accuracies: [0.1, 0.2], digits: [null, 7], probabilities: [[], []] },
};

test("what is new is put behind what is known, in place", () => {
  const store = emptyStore("a");
  const { steps } = store;
  assert.equal(merge(store, news), true);
  assert.equal(merge(store, { ...news, points: { ...NO_POINTS, steps: [3], losses: [2.1] }, checkpoints: [] }), true);
  assert.equal(store.steps, steps);
  assert.deepEqual([store.steps, store.losses, store.checkpoints], [[1, 2, 3], [2.3, 2.2, 2.1], [{ step: 0 }]]);
  assert.deepEqual(store.report, { status: "training", numSteps: 2 });
});

test("a report without points, checkpoints or another status is nothing new for charts", () => {
  const store = emptyStore("a");
  merge(store, news);
  assert.equal(merge(store, { ...news, numSteps: 3, points: NO_POINTS, checkpoints: [] }), false);
  assert.equal(store.report.numSteps, 3);
  assert.equal(merge(store, { ...news, status: "paused", points: NO_POINTS, checkpoints: [] }), true);
});

test("a training that is gone keeps what was known of it", () => {
  const store = emptyStore("a");
  assert.equal(statusOf(store), "");
  merge(store, news);
  assert.equal(merge(store, null), true);
  assert.deepEqual(store.report, { status: "gone", numSteps: 2 });
  assert.equal(store.steps.length, 2);
  assert.equal(merge(store, null), false);
});

test("over is what does not go on, but not what is unknown", () => {
  const over = ["", "waiting", "starting", "training", "paused", "done", "diverged", "gone"].filter(isOver);
  assert.deepEqual(over, ["done", "diverged", "gone"]);
});
