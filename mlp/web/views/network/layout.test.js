import assert from "node:assert/strict";
import { test } from "node:test";

import { boxOf, cellAfterKey, cellAt, centreOf, isSameCell, layOut, NUM_CLASSES } from "./layout.js";

/** @import { Stage } from "./layout.js" */

/** Stages of a network whose last ReLU is cut off, or not. */
function stagesOf(/** @type {number[]} */ hiddenSizes, hasLastRelu = true) {
  const sizes = [...hiddenSizes, NUM_CLASSES];
  const stages = sizes.flatMap((size, layer) => [
    { name: `linear${layer + 1}`, kind: "linear", size, scale: 1 },
    { name: `relu${layer + 1}`, kind: "relu", size, scale: 1 },
  ]);
  if (!hasLastRelu) stages.pop();
  const image = { name: "image", kind: "image", size: 784, scale: 1 };
  const softmax = { name: "softmax", kind: "softmax", size: NUM_CLASSES, scale: 1 };
  return /** @type {Stage[]} */ ([image, ...stages, softmax]);
}

const stages = stagesOf([512, 512]);
const { boxes } = layOut(stages, 1000, 1);

for (const width of [320, 479, 480, 1000, 1800]) {
  for (const hidden of [[16], [512, 512], [1000, 64, 512]]) {
    test(`at ${width} px [${hidden}] stand side by side, whole, one box for each stage`, () => {
      const all = stagesOf(hidden);
      const laidOut = layOut(all, width, 2);
      assert.deepEqual(laidOut.boxes.map((box) => box.stage), all.map((_, stage) => stage));
      for (const box of laidOut.boxes) {
        assert.ok(box.columns * box.rows >= all[box.stage].size);
        assert.ok(box.left >= 0 && box.left + box.width <= width + 1e-6, `${box.stage} is cut off`);
        assert.ok(box.top >= 0 && box.top + box.height <= laidOut.height, `${box.stage} is cut off`);
      }
      for (const one of laidOut.boxes) {
        for (const other of laidOut.boxes.slice(one.stage + 1)) {
          const isBeside = one.left + one.width <= other.left || other.left + other.width <= one.left;
          const isAbove = one.top + one.height <= other.top || other.top + other.height <= one.top;
          assert.ok(isBeside || isAbove, `${one.stage} covers ${other.stage}`);
        }
      }
    });
  }
}

test("without a last ReLU there are two columns of ten", () => {
  const laidOut = layOut(stagesOf([512], false), 1000, 1);
  assert.equal(laidOut.boxes.filter((box) => box.columns === 1).length, 2);
});

test("cells of grids are whole device pixels", () => {
  for (const box of layOut(stages, 977, 1.5).boxes.filter(({ columns }) => columns > 1)) {
    assert.equal((box.cellWidth * 1.5) % 1, 0);
  }
});

test("the cell at a cell's centre is that cell, and there is none beside the stages", () => {
  for (const cell of [{ stage: 0, index: 783 }, { stage: 3, index: 97 }, { stage: 7, index: 9 }]) {
    const { x, y } = centreOf(boxes, cell);
    assert.deepEqual(cellAt(boxes, stages, x, y), cell);
  }
  assert.equal(cellAt(boxes, stages, -1, 5), null);
});

test("there is no cell where a last row is not full", () => {
  const odd = stagesOf([33]);
  const laidOut = layOut(odd, 1000, 1);
  const { left, top, cellWidth, cellHeight } = boxOf(laidOut.boxes, 1);
  assert.deepEqual(cellAt(laidOut.boxes, odd, left + 0.5 * cellWidth, top + 1.5 * cellHeight), { stage: 1, index: 32 });
  assert.equal(cellAt(laidOut.boxes, odd, left + 1.5 * cellWidth, top + 1.5 * cellHeight), null);
});

test("arrows move by a cell or a row of their stage, and stay within it", () => {
  const after = (/** @type {string} */ key, index = 100, stage = 1) =>
    cellAfterKey(boxes, stages, { stage, index }, key)?.index;
  assert.deepEqual(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].map((key) => after(key)), [99, 101, 68, 132]);
  assert.equal(after("ArrowUp", 100, 0), 72);
  assert.equal(after("ArrowUp", 3), 3);
  assert.equal(after("ArrowDown", 511), 511);
  assert.equal(after("Enter"), undefined);
});

test("Page Up and Page Down move by a stage, to the nearest index that it has", () => {
  const after = (/** @type {string} */ key, /** @type {number} */ stage) =>
    cellAfterKey(boxes, stages, { stage, index: 300 }, key);
  assert.deepEqual(after("PageDown", 4), { stage: 5, index: 9 });
  assert.deepEqual(after("PageUp", 4), { stage: 3, index: 300 });
  assert.equal(after("PageUp", 0)?.stage, 0);
  assert.equal(after("PageDown", 7)?.stage, 7);
});

test("cells are the same by stage and index", () => {
  assert.ok(isSameCell({ stage: 1, index: 2 }, { stage: 1, index: 2 }));
  assert.ok(!isSameCell({ stage: 1, index: 2 }, { stage: 2, index: 2 }));
  assert.ok(isSameCell(null, null));
  assert.ok(!isSameCell({ stage: 0, index: 0 }, null));
});
