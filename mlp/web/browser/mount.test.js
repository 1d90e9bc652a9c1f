import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, mock, test } from "node:test";
import { pathToFileURL } from "node:url";

let folder = "";

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "mount-"));
  globalThis.document = /** @type {any} */ ({ baseURI: `${pathToFileURL(folder)}/page?digit=a/b` });
});
after(() => rm(folder, { recursive: true }));

const write = (/** @type {string} */ name, /** @type {string} */ source) =>
  writeFile(join(folder, name), source);

await import("./mount.js");

/** What Streamlit gets as a component's JavaScript. */
const mountOf = (/** @type {string} */ name) => (/** @type {unknown} */ component) =>
  /** @type {any} */ (globalThis).glassboxMount(name, "own.js", component);

test("calls before the module is there are handed on in their order, none is lost", async () => {
  const seen = /** @type {number[]} */ ([]);
  Object.assign(globalThis, { seen });
  await write("waiting.mjs", `
    await new Promise((resolve) => setTimeout(resolve, 20));
    const mount = (number) => { seen.push(number); return () => seen.push(-number); };
    export const need = () => ({ default: mount });
  `);
  const mount = mountOf("waiting.mjs");
  const cleanUps = await Promise.all([1, 2, 3].map(mount));
  assert.deepEqual(seen, [1, 2, 3]);
  cleanUps[2]();
  assert.deepEqual(seen, [1, 2, 3, -3]);
});

test("a module that cannot be had is asked for again, which the console says", async () => {
  const said = new Promise((resolve) => mock.method(console, "error", resolve));
  const mount = mountOf("late.mjs");
  const call = mount(21);
  assert.match(String(await said), /missing/);
  await write("late.mjs", "export const need = (path) => ({ default: (number) => path + 2 * number });");
  assert.equal(await call, "own.js42");
});

test("a fault of the component itself is not hidden", async () => {
  await write("faulty.mjs", 'export const need = () => ({ default: () => { throw new Error("fault"); } });');
  const mount = mountOf("faulty.mjs");
  await assert.rejects(mount({}), /fault/);
});
