import assert from "node:assert/strict";
import { setImmediate as soon } from "node:timers/promises";
import { mock, test } from "node:test";

import { stillness } from "./stillness.js";

test("a page is still when nothing has been pressed for 800 ms, and then stays so", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.document = /** @type {any} */ (new EventTarget());
  const press = (/** @type {string} */ name) => document.dispatchEvent(new Event(name));
  let isStill = false;
  stillness().then(() => (isStill = true));
  const isStillAfter = async (/** @type {number} */ waitMs) => {
    mock.timers.tick(waitMs);
    await soon();
    return isStill;
  };
  assert.equal(await isStillAfter(799), false);
  press("pointerdown");
  assert.equal(await isStillAfter(5000), false);
  press("pointerup");
  assert.equal(await isStillAfter(400), false);
  press("pointerup"); // of another finger
  assert.equal(await isStillAfter(799), false);
  assert.equal(await isStillAfter(1), true);
  press("pointerdown");
  await stillness();
});
