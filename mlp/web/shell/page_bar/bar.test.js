import assert from "node:assert/strict";
import { test } from "node:test";

import { isPlain } from "./bar.js";

/** @param {object} pressed @param {boolean} isField */
const keyOn = (pressed, isField) => /** @type {KeyboardEvent} */ (/** @type {unknown} */ ({
  defaultPrevented: false, composedPath: () => [{ matches: () => isField }], ...pressed,
}));

test("a key belongs to the page unless a field, a view or the browser takes it", () => {
  assert.ok(isPlain(keyOn({}, false)));
  assert.ok(!isPlain(keyOn({}, true)));
  assert.ok(!isPlain(keyOn({ ctrlKey: true }, false)));
  assert.ok(!isPlain(keyOn({ defaultPrevented: true }, false)));
});
