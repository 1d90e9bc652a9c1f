import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";

import { addressOf, startOver } from "./start_over.js";

test("the next visitor begins on the first page, and stays in an exhibit", () => {
  const search = "?digit=x&depth=code&exhibit=60";
  assert.equal(addressOf("https://host/glass/", search), "https://host/glass/?exhibit=60");
});

test("the page goes only where the server says that it is well, and somebody still wants it to", async () => {
  for (const [status, isWanted, goes] of /** @type {const} */ ([
    [200, true, true], [200, false, false], [503, true, false], [404, true, false],
  ])) {
    const { home, close } = await serverThatSays(status);
    /** @type {string[]} */
    const gone = [];
    globalThis.sessionStorage = /** @type {any} */ ({ "glassbox:ink": "", removeItem() {} });
    globalThis.location = /** @type {any} */ ({ search: "", replace: (/** @type {string} */ to) => gone.push(to) });
    assert.equal(await startOver(home, () => isWanted), goes, `${status}`);
    assert.deepEqual(gone, goes ? [home] : []);
    close();
  }
});

test("the page stays while there is no server", async () => {
  const { home, close } = await serverThatSays(200);
  close();
  assert.equal(await startOver(home), false);
});

/** @param {number} status */
async function serverThatSays(status) {
  const server = createServer((request, response) => {
    response.writeHead(request.url === "/_stcore/health" ? status : 404).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    home: `http://127.0.0.1:${port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
