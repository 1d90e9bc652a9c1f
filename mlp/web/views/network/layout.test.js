import assert from "node:assert/strict";
import { test } from "node:test";

import { fitGrid, layOut, letterFor } from "./layout.js";
import { NUM_CLASSES } from "./stages.js";

/** @import { Box, Layout } from "./layout.js" */
/** @import { Stage } from "./stages.js" */

/** Stages of a network whose last ReLU is cut off, or not. */
export function stagesOf(/** @type {number[]} */ hiddenSizes, hasLastRelu = true) {
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

const LINES = [{ grids: 2, outputs: 3 }, { grids: 1, outputs: 1 }];
const ROOMS = [[360, 0], [479, 0], [480, 320], [788, 500], [850, 390], [1100, 300], [1400, 740], [2000, 1100]];
const NETWORKS = [[], [10], [16], [512, 512], [1000, 64, 512], [1024, 1024], Array(5).fill(512), Array(11).fill(4096)];

const placed = (/** @type {Stage[]} */ stages, width = 1000, height = 500, ratio = 1, titleLines = LINES[1]) =>
  layOut(stages, width, height, ratio, { letter: letterFor(width, height), titleLines });

/** A stage with its title. @param {Box} box */
const whole = ({ left, top, width, height, titleHeight, isOutput }) =>
  ({ left, right: left + width, top: isOutput ? top : top - titleHeight, bottom: top + height });

for (const [width, height] of ROOMS) {
  test(`at ${width}×${height || "any"} px every network stands side by side, whole, within the room`, () => {
    for (const hidden of NETWORKS) {
      for (const titleLines of LINES) {
        const all = stagesOf(hidden);
        const laidOut = placed(all, width, height, 2, titleLines);
        const what = `${hidden} with titles of ${titleLines.grids} lines`;
        assert.deepEqual(laidOut.boxes.map((box) => box.stage), all.map((_, stage) => stage));
        for (const box of laidOut.boxes) {
          assert.ok(box.columns * box.rows >= all[box.stage].size);
          const { left, right, top, bottom } = whole(box);
          assert.ok(left >= 0 && right <= width + 1e-6, `${box.stage} of ${what} is cut off`);
          assert.ok(top >= -1e-6 && bottom <= laidOut.height, `${box.stage} of ${what} is cut off`);
        }
        assertApart(laidOut, what);
      }
    }
  });
}

/** @param {Layout} layout @param {string} what */
function assertApart({ boxes }, what) {
  for (const one of boxes) {
    for (const other of boxes.slice(one.stage + 1)) {
      const [first, second] = [whole(one), whole(other)];
      const isBeside = first.right <= second.left + 1e-6 || second.right <= first.left + 1e-6;
      const isAbove = first.bottom <= second.top + 1e-6 || second.bottom <= first.top + 1e-6;
      assert.ok(isBeside || isAbove, `${one.stage} covers ${other.stage} of ${what}`);
    }
  }
}

test("before an audience digits stand beside what others show, all other stages below it", () => {
  for (const [width, height, above, letter] of [[1253, 604, 364, 28], [1880, 906, 546, 42], [1000, 650, 290, 22]]) {
    for (const hidden of NETWORKS) {
      const all = stagesOf(hidden);
      const laidOut = layOut(all, width, height, 1, { letter, titleLines: { grids: 1, outputs: 3 }, above });
      assertApart(laidOut, `${hidden}`);
      const { boxes, digitsLeft } = laidOut;
      assert.ok(width - digitsLeft < 16.1 * letter, `${hidden} leaves others no room`);
      for (const box of boxes) {
        const { left, right, top, bottom } = whole(box);
        assert.ok(right <= (box.isOutput ? width : digitsLeft) + 1e-6 && bottom <= height, `${box.stage} of ${hidden}`);
        assert.ok(box.isOutput ? left >= digitsLeft : top >= above - 1e-6, `${box.stage} of ${hidden}`);
        if (box.isOutput) assert.ok(box.cellHeight > 1.7 * letter);
      }
    }
  }
});

test("a wide room is used: grids and outputs reach its right end and most of its height", () => {
  const { boxes, height } = placed(stagesOf([512, 512]), 1400, 740);
  const ends = boxes.map(whole);
  assert.ok(Math.max(...ends.map(({ right }) => right)) > 1390);
  assert.ok(Math.max(...ends.map(({ bottom }) => bottom)) - Math.min(...ends.map(({ top }) => top)) > 0.85 * height);
});

test("letters grow with the room: 14 px where there are 850×440, 18 where there are 1400×800", () => {
  assert.equal(letterFor(850, 440), 14);
  assert.equal(letterFor(400, 300), 14);
  assert.ok(letterFor(1400, 800) >= 18);
});

test("without a last ReLU there are two columns of ten", () => {
  assert.equal(placed(stagesOf([512], false)).boxes.filter((box) => box.isOutput).length, 2);
});

test("cells of grids are whole device pixels", () => {
  for (const { cellWidth, isOutput } of placed(stagesOf([512, 512]), 977, 500, 1.5).boxes) {
    if (!isOutput) assert.ok(Math.abs(cellWidth * 1.5 - Math.round(cellWidth * 1.5)) < 1e-9);
  }
});

test("a grid has the largest cells that fit, and few empty places", () => {
  const style = { ratio: 1, letter: 14 };
  assert.deepEqual(fitGrid(512, 320, 160, style), { columns: 32, rows: 16, cell: 10 });
  const { columns, rows, cell } = fitGrid(500, 170, 140, style);
  assert.ok(columns * cell <= 170 && rows * cell <= 140);
  assert.ok(columns * rows - 500 <= 20);
});

test("lines end before the digits, which stand left of the first scores", () => {
  const { boxes, digitsLeft } = placed(stagesOf([512, 512]));
  const [relu, scores] = [boxes[4], boxes[5]];
  assert.ok(relu.left + relu.width < digitsLeft && digitsLeft + 20 < scores.left);
});
