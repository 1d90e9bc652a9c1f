import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { keep, kept } from "./ticket.js";

/** @type {Map<string, string>} */
let stored;

beforeEach(() => {
  stored = new Map();
  globalThis.sessionStorage = /** @type {any} */ ({
    getItem: (/** @type {string} */ name) => stored.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ text) => stored.set(name, text),
    removeItem: (/** @type {string} */ name) => stored.delete(name),
  });
});

test("what is kept is found until it is given up", () => {
  keep({ ticket: "a", follows: false });
  assert.deepEqual(kept(), { ticket: "a", follows: false });
  keep(null);
  assert.equal(kept(), null);
});

test("what somebody else stored is no ticket", () => {
  for (const text of ["", "{", "null", "7", '{"ticket": 7}']) {
    stored.set("glassbox:training:1", text);
    assert.equal(kept(), null);
  }
});

test("where storing is forbidden nothing is found", () => {
  globalThis.sessionStorage = /** @type {any} */ (undefined);
  keep({ ticket: "a", follows: true });
  assert.equal(kept(), null);
});
