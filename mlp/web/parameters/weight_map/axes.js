// Numbers and names along the edges of a map. It must not know what is in the cells.

import { fill } from "../../browser/words.js";
import { cellSize } from "./geometry.js";
import { placeFigures } from "./controls.js";

/** @import { Field, View } from "./geometry.js" */
/** @import { Data } from "./parameter.js" */

/** @typedef {{index: number, at: number}} Tick at: the cell's middle, in CSS pixels */

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
const ROW_PX = 16; // between two lines of text
const NUMBER_PX = 40; // room for a number
const NAME_PX = 92; // room for a name
const ROOMY_PX = 520; // from this width on there is room for the names of rows
const NAMES_PX = 96;
const NUMBERS_PX = 34;

/**
 * Tell how wide the names of the rows are.
 *
 * @param {{rows: number}} shape
 * @param {number} width of the map with its names
 */
export function namesWidth({ rows }, width) {
  if (rows === 1) return 0;
  return width < ROOMY_PX ? NUMBERS_PX : NAMES_PX;
}

/**
 * Choose which cells along one axis are named.
 *
 * @param {{start: number, cellPx: number, count: number, room: number, leastPx: number}} axis start: of
 *   what is seen, in cells; leastPx: from one name to the next
 * @returns {Tick[]}
 */
export function ticksOf({ start, cellPx, count, room, leastPx }) {
  const step = STEPS.find((cells) => cells * cellPx >= leastPx) ?? STEPS[STEPS.length - 1];
  const ticks = [];
  const edge = cellPx < leastPx ? 0 : leastPx / 2; // a name is not cut
  for (let index = Math.floor(start / step) * step; index < count; index += step) {
    const at = (index + 0.5 - start) * cellPx;
    if (at > room - edge) break;
    if (at >= edge) ticks.push({ index, at });
  }
  return ticks;
}

/** @param {HTMLElement} rows @param {HTMLElement} columns the strips beside and below the map */
export function createAxes(rows, columns) {
  return {
    /** Leave room for the names of the rows. @returns how much */
    makeRoom(/** @type {HTMLElement} */ stage, /** @type {{rows: number}} */ shape, /** @type {number} */ width) {
      const px = namesWidth(shape, width);
      stage.style.setProperty("--names-width", `${px}px`);
      return px;
    },
    /** @param {Field} field @param {View} view @param {Data} data */
    show(field, view, data) {
      const [cellWidth, cellHeight] = cellSize(field, view.zoom);
      const isNamed = cellHeight >= ROW_PX && rows.clientWidth >= NAMES_PX;
      const lines = { start: view.top, cellPx: cellHeight, count: field.rows, room: field.height, leastPx: ROW_PX };
      const rowText = (/** @type {number} */ row) => isNamed ? fill(data.rowName, { row }) : String(row);
      showTicks(rows, field.rows > 1 ? ticksOf(lines) : [], "top", rowText);
      const areNamed = cellWidth >= NAME_PX;
      const across = {
        start: view.left, cellPx: cellWidth, count: field.columns, room: field.width,
        leastPx: areNamed ? NAME_PX : NUMBER_PX,
      };
      const columnText = (/** @type {number} */ column) =>
        areNamed ? fill(data.columnName, placeFigures({ row: 0, column })) : String(column);
      showTicks(columns, ticksOf(across), "left", columnText);
    },
  };
}

/** Write the names where their cells are; what is there already is used again. */
function showTicks(
  /** @type {HTMLElement} */ strip, /** @type {Tick[]} */ ticks, /** @type {"top" | "left"} */ side,
  /** @type {(index: number) => string} */ textOf,
) {
  while (strip.children.length < ticks.length) strip.append(document.createElement("span"));
  while (strip.children.length > ticks.length) strip.lastElementChild?.remove();
  ticks.forEach(({ index, at }, place) => {
    const name = /** @type {HTMLElement} */ (strip.children[place]);
    name.style[side] = `${at}px`;
    const text = textOf(index);
    if (name.textContent !== text) name.textContent = text;
  });
}
