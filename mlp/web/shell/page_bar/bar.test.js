import assert from "node:assert/strict";
import { test } from "node:test";

import { isPlain } from "./bar.js";
import { addressOf } from "./start_over.js";

/** @param {object} pressed @param {boolean} isField */
const keyOn = (pressed, isField) => /** @type {KeyboardEvent} */ (/** @type {unknown} */ ({
  defaultPrevented: false, composedPath: () => [{ matches: () => isField }], ...pressed,
}));

test("the next visitor begins on the first page, and stays in an exhibit", () => {
  const search = "?digit=x&depth=code&exhibit=60";
  assert.equal(addressOf("https://host/glass/", search), "https://host/glass/?exhibit=60");
});

test("a key belongs to the page unless a field, a view or the browser takes it", () => {
  assert.ok(isPlain(keyOn({}, false)));
  assert.ok(!isPlain(keyOn({}, true)));
  assert.ok(!isPlain(keyOn({ ctrlKey: true }, false)));
  assert.ok(!isPlain(keyOn({ defaultPrevented: true }, false)));
});
