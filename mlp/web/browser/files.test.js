import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";

import { page } from "./events.js";
import { fetchOnce } from "./files.js";

let status = 200;
let numRequests = 0;
let address = "";
const server = createServer((_, response) => {
  numRequests++;
  response.writeHead(status).end("seven");
});

before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  address = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
});
after(() => void server.close());
beforeEach(() => {
  delete page.glassboxFiles;
  [status, numRequests] = [200, 0];
});

test("a file is fetched once, whoever asks", async () => {
  const [one, other] = await Promise.all([fetchOnce(address), fetchOnce(address)]);
  assert.equal(new TextDecoder().decode(one), "seven");
  assert.equal(one, other);
  assert.equal(numRequests, 1);
});

test("a failure is forgotten", async () => {
  status = 404;
  await assert.rejects(fetchOnce(address), /404/);
  status = 200;
  assert.equal((await fetchOnce(address)).byteLength, 5);
});

test("only the six files asked for last are kept", async () => {
  for (let number = 0; number < 7; number++) await fetchOnce(`${address}/${number}`);
  await fetchOnce(`${address}/6`);
  assert.equal(numRequests, 7);
  await fetchOnce(`${address}/0`);
  assert.equal(numRequests, 8);
});
