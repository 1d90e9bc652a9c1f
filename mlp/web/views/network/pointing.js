// Which values of the network are looked at, by pointer or keyboard. It must not know what is shown
// of them.

import { cellAfterKey, cellAt } from "./cells.js";
import { isSameCell } from "./stages.js";

/** @import { Layout } from "./layout.js" */
/** @import { Cell, Stage } from "./stages.js" */

/** @typedef {{hovered: Cell | null, pinned: Cell | null}} Looked what is pinned comes first */

const MIDDLE = { stage: 0, index: 406 }; // of the picture: where the keyboard begins
/** @type {Looked} */
const AT_NOTHING = { hovered: null, pinned: null };

/**
 * @param {HTMLCanvasElement} canvas
 * @param {() => {layout: Layout, stages: Stage[]} | null} where the stages stand on it, once they do
 * @param {() => void} onChange
 */
export function watchPointing(canvas, where, onChange) {
  let looked = AT_NOTHING;

  function look(/** @type {Partial<Looked>} */ changed) {
    looked = { ...looked, ...changed };
    onChange();
  }

  function hover(/** @type {Cell | null} */ cell) {
    if (!isSameCell(cell, looked.hovered)) look({ hovered: cell });
  }

  function pin(/** @type {Cell | null} */ cell) {
    look({ pinned: isSameCell(cell, looked.pinned) ? null : cell });
  }

  function cellUnder(/** @type {MouseEvent} */ { clientX, clientY }) {
    const frame = canvas.getBoundingClientRect();
    const placed = where();
    return placed && cellAt(placed.layout, placed.stages, clientX - frame.left, clientY - frame.top);
  }

  canvas.onpointermove = (event) => {
    if (event.pointerType !== "touch") hover(cellUnder(event));
  };
  canvas.onpointerleave = canvas.onblur = () => hover(null);
  canvas.onclick = (event) => pin(cellUnder(event));
  canvas.onkeydown = (event) => {
    const placed = where();
    if (!placed) return;
    const from = looked.hovered ?? looked.pinned ?? MIDDLE;
    const cell = cellAfterKey(placed.layout.boxes, placed.stages, from, event.key);
    if (cell) hover(cell);
    else if (event.key === "Enter" || event.key === " ") pin(looked.hovered);
    else if (event.key === "Escape") look(AT_NOTHING);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return {
    at: () => looked,
    /** Begin anew: the stages are others now. */
    reset(/** @type {Cell | null} */ pinned) {
      looked = { hovered: null, pinned };
    },
  };
}
