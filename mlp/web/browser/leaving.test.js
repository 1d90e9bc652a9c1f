import assert from "node:assert/strict";
import { test } from "node:test";

import { arrive, isLeaving, leaveFor } from "./leaving.js";

test("a page is left until the one that was asked for last has come", () => {
  assert.equal(isLeaving(), false);
  leaveFor("/base/lesson");
  assert.equal(isLeaving(), true);
  leaveFor("/base/");
  arrive("lesson");
  assert.equal(isLeaving(), true);
  arrive("");
  assert.equal(isLeaving(), false);
});

test("a step back on a page does not leave it", () => {
  arrive("lesson");
  leaveFor("/base/lesson");
  assert.equal(isLeaving(), false);
});

test("where no page comes one can go on with the old one", (context) => {
  let nowMs = 1000;
  context.mock.method(performance, "now", () => nowMs);
  leaveFor("/train");
  assert.equal(isLeaving(), true);
  nowMs += 15_000;
  assert.equal(isLeaving(), false);
});
