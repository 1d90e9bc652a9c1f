import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { steer } from "./steering.js";

const canvas = /** @type {any} */ ({});
/** @type {string[]} */
let done = [];
/** @type {number | null} */
let current = 0;
/** @type {ReturnType<typeof steer>} */
let steering;

beforeEach(() => {
  [done, current] = [[], 0];
  steering = steer(canvas, {
    unitAt: (event) => /** @type {any} */ (event).unit,
    unitByKey: (key) => (key === "End" ? 9 : null),
    current: () => current,
    goTo: (unit) => done.push(`go to ${unit}`),
    scrollTo: (unit) => done.push(`scroll to ${unit}`),
    open: (unit) => done.push(`open ${unit}`),
  });
});

/** Point at a unit and click. */
function click(/** @type {string} */ pointerType, /** @type {number | null} */ unit) {
  canvas.onpointerdown({ pointerType });
  canvas.onclick({ unit });
}

function press(/** @type {string} */ key, modifiers = {}) {
  let isTaken = false;
  const preventDefault = () => {
    isTaken = true;
  };
  canvas.onkeydown({ key, ...modifiers, preventDefault, stopPropagation: () => {} });
  return isTaken;
}

test("a mouse opens with one click, beside a tile it does nothing", () => {
  click("mouse", 4);
  click("mouse", null);
  assert.deepEqual(done, ["go to 4", "open 4"]);
});

test("a finger looks first and opens with a second tap on the same tile", () => {
  for (const unit of [4, 5, 5]) click("touch", unit);
  assert.deepEqual(done, ["go to 4", "go to 5", "go to 5", "open 5"]);
});

test("a tap counts for the tiles that were there", () => {
  click("touch", 4);
  steering.forget();
  click("touch", 4);
  assert.deepEqual(done, ["go to 4", "go to 4"]);
});

test("keys that mean something here are taken from the page, others are left to it", () => {
  assert.deepEqual([press("Enter"), press("End"), press("a"), press("End", { ctrlKey: true })],
    [true, true, false, false]);
  assert.deepEqual(done, ["open 0", "go to 9", "scroll to 9"]);
  current = null;
  assert.equal(press("Enter"), false);
});
