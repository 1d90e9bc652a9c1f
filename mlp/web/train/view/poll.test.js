import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout as later } from "node:timers/promises";

import { announce } from "../../browser/events.js";
import { createPoll, pauseMs } from "./poll.js";
import { emptyStore, merge, statusOf } from "./store.js";

/** @type {any[]} what the server answers, one after the other; a number is a status */
let answers = [];
/** @type {string[]} */
let requests = [];
let path = "";
let store = emptyStore("a");
/** @type {boolean[]} */
let connections = [];

const server = createServer((request, response) => {
  requests.push(String(request.url));
  const answer = answers.length > 1 ? answers.shift() : answers[0];
  response.writeHead(typeof answer === "number" ? answer : 200).end(JSON.stringify(answer));
});
before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  path = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}/a`;
});
after(() => void server.close());
beforeEach(() => {
  globalThis.document = /** @type {any} */ (new EventTarget());
  [store, requests, connections] = [emptyStore("a"), [], []];
});

/** Poll until a training has this status. */
async function pollUntil(/** @type {string} */ status) {
  const poll = createPoll({
    storeNow: () => store,
    pathNow: () => path,
    take: (report) => merge(store, report),
    sayConnection: (isLost) => connections.push(isLost),
  });
  poll.hurry();
  while (statusOf(store) !== status) await later(5);
  return poll;
}

const training = { status: "training", points: { steps: [1] }, checkpoints: [{ step: 0 }] };

test("only what is not known yet is asked for, until the training is over", async () => {
  answers = [training, training, { status: "done" }];
  const poll = await pollUntil("done");
  await later(150);
  assert.deepEqual(requests, [0, 1, 2].map((known) => `/a?steps=${known}&checkpoints=${known}`));
  poll.stop();
});

test("a training that is over is asked for again when something of it is missing", async () => {
  answers = [{ status: "done" }, 404];
  const poll = await pollUntil("done");
  announce("training-missing", undefined);
  while (statusOf(store) !== "gone") await later(5);
  poll.doubt();
  await later(50);
  assert.equal(requests.length, 2);
  poll.stop();
});

test("a server that does not answer is asked again, and that is said", async () => {
  answers = [500, { status: "done" }];
  const poll = await pollUntil("done");
  await later(20);
  assert.deepEqual(connections, [true, false]);
  poll.stop();
});

test("after failures the pauses grow, after Python ran they are short", () => {
  assert.deepEqual([1, 2, 9].map((numFailures) => pauseMs("training", numFailures, true)), [500, 1000, 8000]);
  assert.deepEqual([pauseMs("waiting", 0, true), pauseMs("waiting", 0, false), pauseMs("", 0, false)],
    [100, 1000, 500]);
});
