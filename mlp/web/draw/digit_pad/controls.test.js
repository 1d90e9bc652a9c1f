import assert from "node:assert/strict";
import { test } from "node:test";

import { actionFor, cursorAfter } from "./controls.js";

const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
const action = (/** @type {string} */ key, held = {}) => actionFor({ ...plain, ...held, key });

test("keys stand for actions", () => {
  const keys = ["p", "E", "g", "Delete", "Backspace"];
  assert.deepEqual(keys.map((key) => action(key)), ["pen", "eraser", "grid", "clear", "clear"]);
});

test("Ctrl or Command undoes and redoes", () => {
  for (const held of [{ ctrlKey: true }, { metaKey: true }]) {
    assert.deepEqual([action("z", held), action("y", held)], ["undo", "redo"]);
    assert.equal(action("Z", { ...held, shiftKey: true }), "redo");
  }
});

test("what the browser or the page means by a key is left to them", () => {
  for (const key of ["z", "Tab", "Enter", "x"]) assert.equal(action(key), null);
  for (const key of ["p", "e", "Delete"]) assert.equal(action(key, { ctrlKey: true }), null);
  assert.equal(action("e", { altKey: true }), null);
});

test("arrows move half a pixel of the network's picture, two with Shift", () => {
  const after = (/** @type {string} */ key, shiftKey = false) => cursorAfter({ key, shiftKey }, { x: 0.5, y: 0.5 });
  assert.deepEqual(after("ArrowLeft"), { x: 0.5 - 1 / 56, y: 0.5 });
  assert.deepEqual(after("ArrowDown", true), { x: 0.5, y: 0.5 + 1 / 14 });
  assert.equal(after("a"), null);
});

test("the cursor comes from the middle and stays on the pad", () => {
  assert.deepEqual(cursorAfter({ key: "ArrowUp", shiftKey: false }, null), { x: 0.5, y: 0.5 - 1 / 56 });
  assert.deepEqual(cursorAfter({ key: "ArrowRight", shiftKey: true }, { x: 0.99, y: 0 }), { x: 1, y: 0 });
});
