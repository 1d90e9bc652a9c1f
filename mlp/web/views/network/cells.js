// Which value lies where, and which one a key leads to. It must not know how stages are placed, nor
// what is drawn there.

/** @import { Box, Layout } from "./layout.js" */
/** @import { Cell, Stage } from "./stages.js" */

/** @param {Box[]} boxes @param {Cell} cell @returns {{x: number, y: number}} */
export function centreOf(boxes, { stage, index }) {
  const box = boxes[stage];
  const column = index % box.columns;
  const row = Math.floor(index / box.columns);
  return {
    x: box.left + (column + 0.5) * box.cellWidth,
    y: box.top + (row + 0.5) * box.cellHeight,
  };
}

/**
 * @param {Pick<Layout, "boxes" | "digitsLeft">} layout
 * @param {Stage[]} stages
 * @param {number} x
 * @param {number} y
 * @returns {Cell | null} the one there; a digit stands for its bar
 */
export function cellAt({ boxes, digitsLeft }, stages, x, y) {
  const firstOutput = boxes.findIndex((box) => box.isOutput);
  for (const box of boxes) {
    const left = box.left;
    const column = Math.floor((x - left) / box.cellWidth);
    const row = Math.floor((y - box.top) / box.cellHeight);
    const index = row * box.columns + column;
    if (row < 0 || row >= box.rows) continue;
    if (box.stage === firstOutput && x >= digitsLeft && x < left) return { stage: boxes.length - 1, index: row };
    const isInside = column >= 0 && column < box.columns;
    if (isInside && index < stages[box.stage].size) return { stage: box.stage, index };
  }
  return null;
}

/**
 * Arrows go from cell to cell, Page Up and Page Down from stage to stage.
 *
 * @param {Box[]} boxes
 * @param {Stage[]} stages
 * @param {Cell} cell
 * @param {string} key
 * @returns {Cell | null} null: the key means something else
 */
export function cellAfterKey(boxes, stages, { stage, index }, key) {
  if (key === "PageUp" || key === "PageDown") {
    const next = Math.min(stages.length - 1, Math.max(0, stage + (key === "PageUp" ? -1 : 1)));
    return { stage: next, index: Math.min(index, stages[next].size - 1) };
  }
  const { columns } = boxes[stage];
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
  if (!(key in steps)) return null;
  const next = index + steps[/** @type {keyof typeof steps} */ (key)];
  return { stage, index: next >= 0 && next < stages[stage].size ? next : index };
}
