import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout as later } from "node:timers/promises";

import { createAnswers } from "./answers.js";

/** Bytes of an answer without stages. */
function answerBytes(/** @type {number} */ sequence) {
  const bytes = new Uint8Array(80);
  new DataView(bytes.buffer).setUint32(8, sequence, true);
  return bytes;
}

/** @type {string[]} */
let requests = [];
/** @type {number[]} sequences, which are the places here */
let shown = [];
let numMissing = 0;
let place = 0;
let root = "";
const server = createServer((request, response) => {
  const asked = String(request.url);
  requests.push(asked);
  const number = Number(asked.slice(1));
  if (number === 404 || number === 409) response.writeHead(number).end();
  else response.end(answerBytes(number));
});
before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  root = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
});
after(() => void server.close());
beforeEach(() => {
  [requests, shown, numMissing] = [[], [], 0];
});

const newAnswers = () => createAnswers({
  addressNow: () => `${root}/${place}`,
  ask: (address) => fetch(address),
  show: ({ sequence }) => shown.push(sequence),
  onMissing: () => numMissing++,
});

test("an answer is fetched once and shown once for each place", async () => {
  const answers = newAnswers();
  place = 1;
  answers.showNow();
  answers.load(`${root}/1`);
  while (!shown.length) await later(5);
  place = 2;
  answers.showNow();
  while (shown.length < 2) await later(5);
  place = 1;
  answers.showNow();
  assert.deepEqual([shown, requests], [[1, 2, 1], ["/1", "/2"]]);
});

test("while one is on its way nothing queues up: the place of then comes next", async () => {
  const answers = newAnswers();
  for (place of [1, 2, 3]) answers.showNow();
  while (!shown.length) await later(5);
  assert.deepEqual([shown, requests], [[3], ["/1", "/3"]]);
});

test("an answer that the server has not got is asked for once, and reported", async () => {
  const answers = newAnswers();
  place = 404;
  answers.showNow();
  while (!numMissing) await later(5);
  answers.showNow();
  await later(50);
  assert.equal(requests.length, 1);
  answers.forget(); // of another digit it may be there
  answers.showNow();
  while (numMissing < 2) await later(5);
  assert.deepEqual(requests, ["/404", "/404"]);
});
