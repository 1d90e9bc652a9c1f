import assert from "node:assert/strict";
import { test } from "node:test";

import { fill, say } from "./words.js";

test("figures take the place of their names, and a name without a figure stays", () => {
  assert.equal(fill("{a} of {b}, {c}", { a: 0, b: "10" }), "0 of 10, {c}");
});

test("a text is written only if it is another one", () => {
  const written = /** @type {string[]} */ ([]);
  const element = /** @type {Element} */ (/** @type {unknown} */ ({
    get textContent() {
      return written.at(-1) ?? "";
    },
    set textContent(text) {
      written.push(text);
    },
  }));
  for (const text of ["one", "one", "other"]) say(element, text);
  assert.deepEqual(written, ["one", "other"]);
});
