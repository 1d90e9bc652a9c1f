import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { digitOf, keepPage, keptPage } from "./kept.js";

/** @type {Map<string, string>} */
let stored;

beforeEach(() => {
  stored = new Map();
  globalThis.sessionStorage = /** @type {any} */ ({
    getItem: (/** @type {string} */ name) => stored.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ text) => stored.set(name, text),
  });
});

const drawn = {
  stages: [new Float32Array(784)], source: /** @type {const} */ ("pad"), isCentred: false, isInverted: true,
};

test("of a drawing its ink and its switches are kept", () => {
  const raster = Uint8Array.of(0, 255);
  assert.deepEqual(digitOf(drawn, null, raster), { ink: "AP8=", centre: false, invert: true });
});

test("of any other digit the link is kept, of an empty pad nothing", () => {
  assert.deepEqual(digitOf({ ...drawn, source: "other" }, "1.t.3", undefined), { link: "1.t.3" });
  assert.deepEqual(digitOf({ ...drawn, stages: [] }, null, new Uint8Array(4)), {});
});

test("a page without a pad keeps the drawing that was kept before", () => {
  keepPage({ kept: {}, ink: "AP8=", centre: true, invert: false });
  assert.deepEqual(digitOf(drawn, null, undefined), { ink: "AP8=", centre: true, invert: false, link: undefined });
  assert.deepEqual(digitOf(null, null, undefined), { ink: "AP8=", centre: true, invert: false, link: undefined });
});

test("what cannot be read is nothing", () => {
  stored.set("glassbox:page:1", "{");
  assert.equal(keptPage(), null);
  globalThis.sessionStorage = /** @type {any} */ (undefined);
  keepPage({ kept: {} });
  assert.equal(keptPage(), null);
});
