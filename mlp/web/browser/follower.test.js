import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { announce, listen } from "./events.js";
import { createFollower } from "./follower.js";
import { decodeAnswer, toBase64 } from "./messages.js";

/** @type {number[]} sequences of the answers that the view showed */
let shown = [];
/** @type {ReturnType<typeof createFollower>} */
let follower;

beforeEach(() => {
  globalThis.document = /** @type {any} */ (new EventTarget());
  shown = [];
  follower = createFollower((answer) => shown.push(answer.sequence));
});

/** Bytes of an answer without stages. */
function answerBytes(/** @type {number} */ sequence) {
  const bytes = new Uint8Array(24);
  bytes[0] = 1;
  new DataView(bytes.buffer).setUint32(4, sequence, true);
  return bytes;
}

function fromPad(/** @type {string} */ session, /** @type {number} */ revision, /** @type {number} */ sequence) {
  announce("answer", { session, revision, answer: decodeAnswer(answerBytes(sequence).buffer) });
}

function fromPython(/** @type {string} */ session, /** @type {number} */ revision, /** @type {number} */ sequence) {
  follower.settle({ session, revision, answer: toBase64(answerBytes(sequence)) });
}

test("live answers are shown in their order, an older one never", () => {
  for (const sequence of [1, 3, 2, 4]) fromPad("a", 0, sequence);
  assert.deepEqual(shown, [1, 3, 4]);
});

test("a settled answer that is older than a live one is not shown", () => {
  fromPad("a", 0, 5);
  fromPython("a", 0, 4);
  assert.deepEqual(shown, [5]);
});

test("a newer revision is shown whatever its sequence, and what was under way before it is not", () => {
  fromPad("a", 0, 5);
  fromPython("a", 1, 0xffffffff);
  fromPad("a", 0, 6);
  assert.deepEqual(shown, [5, -1]);
});

test("Python may replace the session, the pad may not", () => {
  fromPad("a", 0, 5);
  fromPython("b", 0, 1);
  fromPad("a", 9, 9);
  assert.deepEqual(shown, [5, 1]);
});

test("the same settled answer is shown and told once", () => {
  const told = /** @type {number[]} */ ([]);
  listen("settled", (sequence) => told.push(sequence));
  fromPython("a", 0, 3);
  fromPython("a", 0, 3);
  assert.deepEqual([shown, told], [[3], [3]]);
});

test("nothing is shown after it was stopped", () => {
  follower.stop();
  fromPad("a", 0, 1);
  assert.deepEqual(shown, []);
});
