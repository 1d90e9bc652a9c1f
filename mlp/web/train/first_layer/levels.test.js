import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout as later } from "node:timers/promises";

import { createLevels } from "./levels.js";

let root = "";
/** @type {string[]} */
let requests = [];
/** @type {string[]} */
let events = [];
const server = createServer((request, response) => {
  const name = String(request.url).slice(1);
  requests.push(name);
  if (name === "gone") response.writeHead(404).end();
  else if (name === "faulty") response.writeHead(500).end();
  else if (name !== "slow") response.end(Uint8Array.of(1, 255));
});
before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  root = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  [requests, events] = [[], []];
});

function newLevels() {
  const levels = createLevels({
    ask: (fingerprint, signal) => fetch(`${root}/${fingerprint}`, { signal }),
    onGone: () => events.push("gone"),
    onLevels: ({ fingerprint }) => events.push(fingerprint),
    onIdle: () => events.push("idle"),
  });
  const want = (/** @type {string} */ fingerprint) =>
    levels.want(/** @type {import("../checkpoint.js").Checkpoint} */ ({ fingerprint }));
  return { ...levels, want };
}

test("only one request is under way, and what it brought is kept", async () => {
  const levels = newLevels();
  const first = levels.want("a");
  await levels.want("b");
  await first;
  assert.deepEqual([requests, events], [["a"], ["a", "idle"]]);
  assert.deepEqual([...(levels.get("a") ?? [])], [1, -1]);
  assert.equal(levels.get("b"), undefined);
});

test("a slow request gives way to a newer wish", async () => {
  const levels = newLevels();
  const slow = levels.want("slow");
  await later(1050);
  await levels.want("b");
  await slow;
  assert.deepEqual([events, levels.hasFailed("slow")], [["idle"], false]);
  await levels.want("b");
  assert.deepEqual(events, ["idle", "b", "idle"]);
});

test("what could not be had is not asked for again until it is forgiven", async () => {
  const levels = newLevels();
  await levels.want("faulty");
  await levels.want("faulty");
  assert.deepEqual([levels.hasFailed("faulty"), requests.length], [true, 1]);
  levels.forgive();
  await levels.want("faulty");
  assert.equal(requests.length, 2);
});

test("a training that is gone is reported, and is no failure", async () => {
  const levels = newLevels();
  await levels.want("gone");
  assert.deepEqual([events, levels.hasFailed("gone")], [["gone", "idle"], false]);
});

test("of many checkpoints those used last are kept", async () => {
  const levels = newLevels();
  for (let number = 0; number < 60; number++) await levels.want(String(number));
  levels.get("0");
  await levels.want("60");
  assert.deepEqual([levels.get("0") !== undefined, levels.get("1")], [true, undefined]);
});

test("what another training was asked for is not taken", async () => {
  const levels = newLevels();
  const pending = levels.want("a");
  levels.begin();
  await pending;
  assert.deepEqual([events, levels.get("a")], [["idle"], undefined]);
});
