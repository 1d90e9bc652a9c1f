import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeAnswer, encodeUpdate, fromBase64, toBase64 } from "./messages.js";

test("base64 gives back every byte, also of more than becomes text at once", () => {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => (index * 7) % 256);
  assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
});

test("an answer of another version is refused", () => {
  const answer = new Uint8Array(24);
  answer[0] = 2;
  assert.throws(() => decodeAnswer(answer.buffer), /version/);
});

test("an update is a header of 24 bytes and the raster", () => {
  const raster = new Uint8Array(28 * 28).fill(9);
  const token = new Uint8Array(16).fill(5);
  const update = { raster, side: 28, sequence: 258, token, centre: false, invert: true, isDown: false };
  const bytes = new Uint8Array(encodeUpdate(update));
  assert.deepEqual([...bytes.subarray(0, 8)], [1, 2, 28, 0, 2, 1, 0, 0]);
  assert.deepEqual(bytes.subarray(8, 24), token);
  assert.deepEqual(bytes.subarray(24), raster);
});
