import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { createShelf } from "./shelf.js";

const answer = {};
const look = { answer, isDark: false, width: 400 };
/** @type {string[]} */
let discarded;
/** @type {ReturnType<typeof createShelf<string>>} */
let shelf;

beforeEach(() => {
  discarded = [];
  shelf = createShelf(2, (chart) => discarded.push(chart));
});

test("a chart comes back once, to the same content and look", () => {
  shelf.put("cells", look, "chart");
  assert.equal(shelf.take("bars", look), null);
  assert.equal(shelf.take("cells", { ...look }), "chart");
  assert.equal(shelf.take("cells", look), null);
  assert.deepEqual(discarded, []);
});

test("a chart of another answer, theme or width is discarded", () => {
  for (const other of [{ answer: {} }, { isDark: true }, { width: 300 }]) {
    shelf.put("cells", look, "chart");
    assert.equal(shelf.take("cells", { ...look, ...other }), null);
  }
  assert.deepEqual(discarded, ["chart", "chart", "chart"]);
});

test("the oldest makes room, and a newer one of the same content takes its place", () => {
  shelf.put("a", look, "a");
  shelf.put("b", look, "b");
  shelf.put("a", look, "newer a");
  shelf.put("c", look, "c");
  assert.deepEqual(discarded, ["a", "b"]);
  assert.equal(shelf.take("a", look), "newer a");
});
