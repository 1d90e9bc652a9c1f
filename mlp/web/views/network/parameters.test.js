import assert from "node:assert/strict";
import { setImmediate as soon } from "node:timers/promises";
import { beforeEach, mock, test } from "node:test";

import { served } from "../../browser/address.js";
import { page } from "../../browser/events.js";
import { createParameters } from "./parameters.js";

const shape = { weightsPath: "weights", layers: /** @type {[number, number][]} */ ([[1, 1]]) };
/** @type {string[]} fingerprints of what was fetched */
let fetched = [];
let numLoaded = 0;
/** @type {ReturnType<typeof createParameters>} */
let parameters;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  delete page.glassboxFiles;
  [fetched, numLoaded] = [[], 0];
  answerWith(200);
  parameters = createParameters(() => numLoaded++);
});

/** Let the server answer so; with a weight and a bias. */
function answerWith(/** @type {number} */ status) {
  globalThis.fetch = async (address) => {
    fetched.push(String(address).replace(served("weights/"), ""));
    return new Response(Float32Array.of(3, 0), { status });
  };
}

async function wait(/** @type {number} */ waitMs) {
  mock.timers.tick(waitMs);
  await soon();
  await soon();
}

test("the first network's parameters come at once, and are told once", async () => {
  parameters.use("a", shape);
  parameters.use("a", shape);
  assert.equal(parameters.layers(), null);
  await wait(1);
  assert.deepEqual([...(parameters.layers()?.[0].weight ?? [])], [3]);
  assert.deepEqual([fetched, numLoaded], [["a"], 1]);
});

test("of networks in quick succession only the one that stays is fetched", async () => {
  for (const fingerprint of ["a", "b", "c"]) parameters.use(fingerprint, shape);
  await wait(399);
  assert.deepEqual(fetched, []);
  await wait(1);
  assert.deepEqual(fetched, ["c"]);
});

test("another network's parameters are not shown for this one", async () => {
  parameters.use("a", shape);
  await wait(1);
  parameters.use("b", shape);
  assert.equal(parameters.layers(), null);
});

test("what could not be had is asked for again with the next answer", async () => {
  answerWith(503);
  parameters.use("a", shape);
  await wait(1);
  assert.equal(parameters.layers(), null);
  answerWith(200);
  parameters.use("a", shape);
  await wait(1);
  assert.equal(numLoaded, 1);
});
