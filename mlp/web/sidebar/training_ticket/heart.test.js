import assert from "node:assert/strict";
import { setImmediate as soon } from "node:timers/promises";
import { beforeEach, mock, test } from "node:test";

import { served } from "../../browser/address.js";
import { createHeart } from "./heart.js";

let status = 200;
/** @type {string[]} addresses that were asked for */
let beats = [];
/** @type {string[]} */
let gone = [];
/** @type {ReturnType<typeof createHeart>} */
let heart;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setInterval"] });
  globalThis.document = /** @type {any} */ (new EventTarget());
  globalThis.fetch = async (address) => {
    beats.push(String(address).split("?")[0]);
    return new Response(null, { status });
  };
  [status, beats, gone] = [200, [], []];
  heart = createHeart((ticket) => gone.push(ticket));
});

test("the server hears every 20 s that somebody is there, until there is no training", () => {
  heart.follow("a", "training/a");
  mock.timers.tick(19_999);
  assert.deepEqual(beats, []);
  mock.timers.tick(20_001);
  assert.deepEqual(beats, [served("training/a"), served("training/a")]);
  heart.follow(null, "");
  mock.timers.tick(60_000);
  assert.equal(beats.length, 2);
});

test("it hears so at once when the page is seen again", () => {
  heart.follow("a", "training/a");
  document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(beats.length, 1);
});

test("that the training is gone is said once, and nothing is asked any more", async () => {
  status = 404;
  heart.follow("a", "training/a");
  mock.timers.tick(20_000);
  await soon();
  mock.timers.tick(60_000);
  assert.deepEqual([gone, beats.length], [["a"], 1]);
});

test("an answer for a training that is no longer followed says nothing of the new one", async () => {
  status = 404;
  heart.follow("a", "training/a");
  mock.timers.tick(20_000);
  heart.follow("b", "training/b");
  await soon();
  assert.deepEqual(gone, []);
});
