import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { watchPointing } from "./pointing.js";

/** @import { Stage } from "./stages.js" */

const box = { stage: 0, left: 0, top: 0, isOutput: false, columns: 28, rows: 28, cellWidth: 2, cellHeight: 2 };
const layout = /** @type {any} */ ({ boxes: [box], digitsLeft: 900 });
const stages = [/** @type {Stage} */ ({ name: "image", kind: "image", size: 784, scale: 1 })];
/** @type {any} */
let canvas;
let numChanges = 0;
/** @type {ReturnType<typeof watchPointing>} */
let pointing;

beforeEach(() => {
  canvas = { getBoundingClientRect: () => ({ left: 10, top: 10 }) };
  numChanges = 0;
  pointing = watchPointing(canvas, () => ({ layout, stages }), () => numChanges++);
});

const at = (/** @type {number} */ column, /** @type {number} */ row, pointerType = "mouse") =>
  ({ clientX: 11 + 2 * column, clientY: 11 + 2 * row, pointerType });

/** Press a key; returns whether it was taken. */
function press(/** @type {string} */ key) {
  let isTaken = false;
  canvas.onkeydown({ key, preventDefault: () => (isTaken = true), stopPropagation() {} });
  return isTaken;
}

test("the cell under the pointer is told once, and again when the pointer has left", () => {
  for (let move = 0; move < 3; move++) canvas.onpointermove(at(3, 1));
  assert.deepEqual([pointing.at().hovered, numChanges], [{ stage: 0, index: 31 }, 1]);
  canvas.onpointerleave();
  assert.deepEqual([pointing.at().hovered, numChanges], [null, 2]);
});

test("a finger that moves scrolls, it does not point", () => {
  canvas.onpointermove(at(3, 1, "touch"));
  assert.equal(numChanges, 0);
});

test("a click pins a cell, a second one on it lets go, one beside all too", () => {
  canvas.onclick(at(3, 1));
  assert.equal(pointing.at().pinned?.index, 31);
  canvas.onclick(at(3, 1));
  assert.equal(pointing.at().pinned, null);
  canvas.onclick(at(3, 1));
  canvas.onclick(at(100, 1));
  assert.equal(pointing.at().pinned, null);
});

test("the keyboard begins in the picture's middle, pins with Enter, lets go with Escape", () => {
  assert.ok(press("ArrowRight"));
  assert.ok(press("Enter"));
  assert.equal(pointing.at().pinned?.index, 407);
  press("ArrowDown");
  press("ArrowDown");
  assert.deepEqual([pointing.at().pinned?.index, pointing.at().hovered?.index], [407, 463]);
  press("Escape");
  assert.deepEqual(pointing.at(), { hovered: null, pinned: null });
});

test("other keys are left to the page", () => assert.ok(!press("Tab")));
