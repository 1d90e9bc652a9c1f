import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { askTraining } from "./training_request.js";

let root = "";
const server = createServer(({ url, headers }, response) => {
  if (url !== "/never") response.end(JSON.stringify([url, headers["glassbox-ticket"]]));
});
before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  root = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

test("the ticket comes along, and not in the address", async () => {
  const response = await askTraining(`${root}/training?steps=7`, "secret");
  assert.deepEqual(await response.json(), ["/training?steps=7", "secret"]);
});

test("whoever asks may end it", async () => {
  const control = new AbortController();
  const asked = askTraining(`${root}/never`, "secret", control.signal);
  control.abort();
  await assert.rejects(asked, { name: "AbortError" });
});
