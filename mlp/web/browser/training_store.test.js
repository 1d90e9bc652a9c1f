import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { page } from "./events.js";
import { announceTraining, createTrainingFollower } from "./training_store.js";

/** @type {FrameRequestCallback[]} what waits for the next frame */
let frames = [];

beforeEach(() => {
  frames = [];
  delete page.glassboxTraining;
  page.document = /** @type {any} */ (new EventTarget());
  page.requestAnimationFrame = (callback) => frames.push(callback);
  page.cancelAnimationFrame = (frame) => void delete frames[frame - 1];
});

const storeOf = (/** @type {string} */ ticket) =>
  /** @type {import("./training_store.js").TrainingStore} */ (/** @type {unknown} */ ({ ticket }));

function nextFrame() {
  for (const callback of frames.splice(0)) callback?.(0);
}

test("all that is announced within a frame is shown once, the last", () => {
  const places = /** @type {(number | null)[]} */ ([]);
  createTrainingFollower("a", (_, place) => places.push(place));
  announceTraining(storeOf("a"), 1);
  announceTraining(storeOf("a"), 2);
  nextFrame();
  assert.deepEqual(places, [2]);
});

test("another training is left alone until it is followed", () => {
  const tickets = /** @type {string[]} */ ([]);
  const follower = createTrainingFollower("a", ({ ticket }) => tickets.push(ticket));
  announceTraining(storeOf("b"), null);
  nextFrame();
  assert.deepEqual(tickets, []);
  follower.follow("b");
  nextFrame();
  assert.deepEqual(tickets, ["b"]);
});

test("nothing is shown after it was stopped, not even what waits for the frame", () => {
  let numShown = 0;
  const follower = createTrainingFollower("a", () => numShown++);
  announceTraining(storeOf("a"), null);
  follower.stop();
  nextFrame();
  announceTraining(storeOf("a"), null);
  nextFrame();
  assert.equal(numShown, 0);
});
