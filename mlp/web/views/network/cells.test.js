import assert from "node:assert/strict";
import { test } from "node:test";

import { cellAfterKey, cellAt, centreOf } from "./cells.js";
import { layOut } from "./layout.js";

/** @import { Stage } from "./stages.js" */

const kinds = /** @type {const} */ (["image", "linear", "relu", "linear", "relu", "softmax"]);
const sizes = [784, 500, 500, 10, 10, 10];
const stages = kinds.map((kind, stage) => /** @type {Stage} */ ({ name: kind, kind, size: sizes[stage], scale: 1 }));
const layout = layOut(stages, 1000, 500, 1, { letter: 14, titleLines: { grids: 1, outputs: 1 } });
const { boxes } = layout;

test("the cell at a cell's centre is that cell, and there is none beside the stages", () => {
  for (const cell of [{ stage: 0, index: 783 }, { stage: 2, index: 97 }, { stage: 5, index: 9 }]) {
    const { x, y } = centreOf(boxes, cell);
    assert.deepEqual(cellAt(layout, stages, x, y), cell);
  }
  assert.equal(cellAt(layout, stages, -1, 5), null);
});

test("a digit stands for its bar", () => {
  const { y } = centreOf(boxes, { stage: 5, index: 4 });
  assert.deepEqual(cellAt(layout, stages, layout.digitsLeft + 3, y), { stage: 5, index: 4 });
});

test("there is no cell where a last row is not full", () => {
  const { left, top, columns, rows, cellWidth, cellHeight } = boxes[1];
  const numEmpty = columns * rows - 500;
  assert.ok(numEmpty > 0);
  const y = top + (rows - 0.5) * cellHeight;
  const last = cellAt(layout, stages, left + (columns - numEmpty - 0.5) * cellWidth, y);
  assert.deepEqual(last, { stage: 1, index: 499 });
  assert.equal(cellAt(layout, stages, left + (columns - 0.5) * cellWidth, y), null);
});

test("arrows move by a cell or a row of their stage, and stay within it", () => {
  const after = (/** @type {string} */ key, index = 100, stage = 1) =>
    cellAfterKey(boxes, stages, { stage, index }, key)?.index;
  const { columns } = boxes[1];
  const keys = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
  assert.deepEqual(keys.map((key) => after(key)), [99, 101, 100 - columns, 100 + columns]);
  assert.equal(after("ArrowUp", 100, 0), 72);
  assert.equal(after("ArrowUp", 3), 3);
  assert.equal(after("ArrowDown", 499), 499);
  assert.equal(after("Enter"), undefined);
});

test("Page Up and Page Down move by a stage, to the nearest index that it has", () => {
  const after = (/** @type {string} */ key, /** @type {number} */ stage) =>
    cellAfterKey(boxes, stages, { stage, index: 300 }, key);
  assert.deepEqual(after("PageDown", 2), { stage: 3, index: 9 });
  assert.deepEqual(after("PageUp", 2), { stage: 1, index: 300 });
  assert.equal(after("PageUp", 0)?.stage, 0);
  assert.equal(after("PageDown", 5)?.stage, 5);
});
