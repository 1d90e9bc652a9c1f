import assert from "node:assert/strict";
import { test } from "node:test";

import { Asked, decodeAnswer, decodeReply, encodeRequest, fromBase64, toBase64 } from "./messages.js";

const token = new Uint8Array(16).fill(5);
const raster = new Uint8Array(112 * 112).fill(9);

/** @param {number[]} header @param {Uint8Array} content */
function reply(header, content = new Uint8Array(0)) {
  return /** @type {ArrayBuffer} */ (Uint8Array.from([...header, ...content]).buffer);
}

test("base64 gives back every byte, also of more than becomes text at once", () => {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => (index * 7) % 256);
  assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
});

test("a request with ink is a header of 28 bytes and the raster", async () => {
  const request = { asked: Asked.INK, sequence: 258, revision: 3, token, raster, isDown: true };
  const bytes = new Uint8Array(await encodeRequest(request));
  assert.deepEqual([...bytes.subarray(0, 12)], [4, 0, 1, 0, 2, 1, 0, 0, 3, 0, 0, 0]);
  assert.deepEqual(bytes.subarray(12, 28), token);
  assert.deepEqual(bytes.subarray(28), raster);
});

test("a switch says what it is to be, and leaves the other as it is", async () => {
  const request = { asked: Asked.SWITCH, sequence: 1, revision: 0, token, centre: false };
  const bytes = new Uint8Array(await encodeRequest(request));
  assert.deepEqual([bytes.length, ...bytes.subarray(0, 4)], [28, 4, 2, 0, 4]);
});

test("why not says the digit, and whether it is let go", async () => {
  for (const [against, said] of [[0, 0], [9, 9], [null, 255]]) {
    const request = { asked: Asked.WHY_NOT, sequence: 1, revision: 0, token, against };
    const bytes = new Uint8Array(await encodeRequest(request));
    assert.deepEqual([bytes.length, ...bytes.subarray(0, 4)], [28, 4, 5, 0, said]);
  }
});

test("slopes say what the digit is to be, and whether they are not wanted any more", async () => {
  for (const [target, said] of /** @type {const} */ ([[0, 0], [9, 9], ["read", 254], [null, 255]])) {
    const request = { asked: Asked.SLOPES, sequence: 1, revision: 0, token, target };
    const bytes = new Uint8Array(await encodeRequest(request));
    assert.deepEqual([bytes.length, ...bytes.subarray(0, 4)], [28, 4, 6, 0, said]);
  }
});

test("on a slow line ink is deflated, and what has none stays as short as it is", async () => {
  const ink = { asked: Asked.INK, sequence: 1, revision: 0, token, raster, isSlow: true };
  assert.ok((await encodeRequest(ink)).byteLength < 200);
  const current = { asked: Asked.CURRENT, sequence: 1, revision: 0, token, isSlow: true };
  assert.equal((await encodeRequest(current)).byteLength, 28);
});

test("a reply of another version is refused", async () => {
  await assert.rejects(decodeReply(reply([3, 0, 0, 0, 0, 0, 0, 0])), /version/);
});

test("a reply says what it is to, and whether the server is busy", async () => {
  const { asked, sequence, isBusy, content } = await decodeReply(
    reply([4, 3, 16, 0, 7, 1, 0, 0], Uint8Array.of(1, 2)));
  assert.deepEqual({ asked, sequence, isBusy }, { asked: 3, sequence: 263, isBusy: true });
  assert.deepEqual(new Uint8Array(content), Uint8Array.of(1, 2));
});

test("a deflated reply is inflated", async () => {
  const stream = new Blob([raster]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  const { content } = await decodeReply(reply([4, 0, 2, 0, 1, 0, 0, 0], packed));
  assert.deepEqual(new Uint8Array(content), raster);
});

test("an answer without stages names no network, and a digit that is not from the pad has no update", () => {
  const bytes = new Uint8Array(80);
  bytes.fill(255, 8, 12);
  bytes.fill(255, 15, 17);
  const answer = decodeAnswer(bytes.buffer);
  assert.deepEqual([answer.digit, answer.sequence, answer.fingerprint], [null, -1, ""]);
  assert.deepEqual([answer.isSettled, answer.source, answer.withoutRelu], [true, "other", null]);
  assert.deepEqual([answer.why, answer.errors], [null, null]);
});
