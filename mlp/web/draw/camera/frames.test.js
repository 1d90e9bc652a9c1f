import assert from "node:assert/strict";
import { test } from "node:test";

import { fitted, framesOf, sayFrames } from "./frames.js";

/** @import { Sheet } from "../../browser/hub.js" */

const words = { unsure: "{digit}?", looking: "nothing", seen: "see {digits}" };
/** @param {[kind: number, digit: number | null][]} verdicts @returns {Sheet} */
const sheet = (...verdicts) => /** @type {any} */ ({
  digits: verdicts.map(([kind, digit]) => ({ box: [0, 0, 1, 1], verdict: { kind, digit } })),
});

test("digits are framed with their answers, and what looks like none is not", () => {
  const frames = framesOf(sheet([3, 7], [4, 5], [2, 1], [1, null], [0, null]), words);
  assert.deepEqual(frames.map(({ sign }) => sign), ["7", "1?"]);
  assert.equal(sayFrames(frames, words), "see 7 1?");
});

test("where nothing is written nothing is framed", () => {
  assert.deepEqual(framesOf(null, words), []);
  assert.equal(sayFrames([], words), "nothing");
});

test("a film is shrunk in its proportions, and never enlarged", () => {
  assert.deepEqual(fitted(1280, 720, 640), { width: 640, height: 360 });
  assert.deepEqual(fitted(320, 240, 640), { width: 320, height: 240 });
});
