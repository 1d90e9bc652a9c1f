import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { setTimeout as later } from "node:timers/promises";

import { createPacer } from "./watch.js";

beforeEach(() => {
  globalThis.requestAnimationFrame = (callback) => Number(setTimeout(() => callback(0)));
});

test("many wishes are one drawing, and one that comes meanwhile another", async () => {
  let numDrawn = 0;
  /** @type {ReturnType<typeof createPacer>} */
  const pacer = createPacer(1, async () => {
    if (++numDrawn === 1) pacer.ask();
  });
  for (let wish = 0; wish < 5; wish++) pacer.ask();
  await later(100);
  assert.equal(numDrawn, 2);
});

test("a period passes between two drawings", async () => {
  const times = /** @type {number[]} */ ([]);
  /** @type {ReturnType<typeof createPacer>} */
  const pacer = createPacer(40, () => {
    times.push(performance.now());
    if (times.length < 3) pacer.ask();
  });
  pacer.ask();
  while (times.length < 3) await later(10);
  assert.ok(times[2] - times[1] > 35 && times[1] - times[0] > 35, times.join());
});

test("nothing is drawn after it was stopped", async () => {
  let numDrawn = 0;
  const pacer = createPacer(0, () => void numDrawn++);
  pacer.ask();
  pacer.stop();
  pacer.ask();
  await later(30);
  assert.equal(numDrawn, 0);
});
