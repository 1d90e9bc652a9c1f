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

/** What goes before them has come. */
let goOn = () => {};

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  delete page.glassboxFiles;
  [fetched, numLoaded] = [[], 0];
  answerWith(200);
  const others = new Promise((/** @type {(value?: unknown) => void} */ resolve) => (goOn = resolve));
  parameters = createParameters(() => numLoaded++, () => others);
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

/** A digit was read, and the pen is up. */
function answer(/** @type {string} */ fingerprint) {
  parameters.use(fingerprint, shape);
  parameters.want();
}

test("parameters wait for a digit, then for what goes before them; they come once", async () => {
  parameters.use("a", shape);
  goOn();
  await wait(1000);
  assert.deepEqual(fetched, []);
  answer("a");
  answer("a");
  assert.equal(parameters.layers(), null);
  await wait(1);
  assert.deepEqual([...(parameters.layers()?.[0].weight ?? [])], [3]);
  assert.deepEqual([fetched, numLoaded], [["a"], 1]);
});

test("what goes before them is not hindered by them, however long it takes", async () => {
  answer("a");
  await wait(60_000);
  assert.deepEqual(fetched, []);
  goOn();
  await wait(1);
  assert.deepEqual(fetched, ["a"]);
});

test("who looks at a value waits for nothing else", async () => {
  answer("a");
  await wait(1);
  parameters.hurry();
  await wait(1);
  assert.deepEqual([fetched, numLoaded], [["a"], 1]);
});

test("nothing is fetched for a view that has gone", async () => {
  answer("a");
  await wait(1);
  parameters.stop();
  goOn();
  await wait(1);
  assert.deepEqual(fetched, []);
});

test("of networks in quick succession only the one that stays is fetched", async () => {
  goOn();
  for (const fingerprint of ["a", "b", "c"]) answer(fingerprint);
  await wait(399);
  assert.deepEqual(fetched, []);
  await wait(1);
  assert.deepEqual(fetched, ["c"]);
});

test("another network's parameters are not shown for this one", async () => {
  goOn();
  answer("a");
  await wait(1);
  parameters.use("b", shape);
  assert.equal(parameters.layers(), null);
});

test("what could not be had is asked for again with the next answer", async () => {
  goOn();
  answerWith(503);
  answer("a");
  await wait(1);
  assert.equal(parameters.layers(), null);
  answerWith(200);
  answer("a");
  await wait(1);
  assert.equal(numLoaded, 1);
});
