// Lines, values and cursor over the cells of a map. It must not know how the view came about.

import { decimals, exact } from "../../browser/numbers.js";
import { cellSize, cellsSeen, pointOf } from "./geometry.js";
import { LARGEST_LEVEL, createTaps, paintCells } from "./raster.js";

/** @import { Cell, Field, Sides, View } from "./geometry.js" */

/** @typedef {{pixels: Uint32Array, isDark: boolean[], line: string, font: string}} Palette pixels and whether text
 *    on them is white, of the levels -127 … 127 */
/** @typedef {{levels: Int8Array, values: Float32Array | null, palette: Palette}} Content */

const PRINTED_PX = 44; // from this width on values stand in the cells
const LINED_PX = 14;
const LEAST_CURSOR_PX = 9;

/**
 * Paint the cells as they are seen now.
 *
 * @param {Field} field
 * @param {View} view
 * @param {Content} content
 * @param {{width: number, height: number}} canvas in device pixels
 */
export function paintView(field, view, { levels, palette }, { width, height }) {
  const [across, down] = cellSize(field, view.zoom).map((px) => px * field.ratio);
  const columns = createTaps(width, Math.round(view.left * across), across, field.columns);
  const rows = createTaps(height, Math.round(view.top * down), down, field.rows);
  const pixels = paintCells({ levels, numColumns: field.columns }, columns, rows, palette.pixels);
  return new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
}

/**
 * Draw what lies over the cells.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Field} field
 * @param {View} view
 * @param {Content & {cell: Cell | null}} content
 * @returns {boolean} whether the values stand in the cells
 */
export function drawOver(context, field, view, { levels, values, palette, cell }) {
  const sides = cellSize(field, view.zoom);
  const [width, height] = sides;
  if (Math.min(width, height) >= LINED_PX) drawLines(context, field, view, palette.line);
  const isPrinted = width >= PRINTED_PX && height >= LINED_PX && values !== null;
  if (isPrinted) printValues(context, field, view, { levels, values, palette });
  if (cell) drawCursor(context, pointOf(field, view, cell), sides);
  return isPrinted;
}

/** @param {CanvasRenderingContext2D} context @param {Field} field @param {View} view @param {string} colour */
function drawLines(context, field, view, colour) {
  const [width, height] = cellSize(field, view.zoom);
  context.fillStyle = colour;
  const thin = 1 / field.ratio;
  for (let x = Math.ceil(view.left) - view.left; x * width < field.width; x++) {
    context.fillRect(x * width, 0, thin, field.height);
  }
  for (let y = Math.ceil(view.top) - view.top; y * height < field.height; y++) {
    context.fillRect(0, y * height, field.width, thin);
  }
}

/** Write each cell's value into it, shorter where it does not fit. */
function printValues(
  /** @type {CanvasRenderingContext2D} */ context, /** @type {Field} */ field, /** @type {View} */ view,
  /** @type {{levels: Int8Array, values: Float32Array, palette: Palette}} */ { levels, values, palette },
) {
  const [width] = cellSize(field, view.zoom);
  const { firstRow, lastRow, firstColumn, lastColumn } = cellsSeen(field, view);
  context.font = `11px ${palette.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      const index = row * field.columns + column;
      const whole = exact(values[index]);
      const fits = context.measureText(whole).width <= width - 4;
      const { x, y } = pointOf(field, view, { row, column });
      context.fillStyle = palette.isDark[LARGEST_LEVEL + levels[index]] ? "#fff" : "#111";
      context.fillText(fits ? whole : decimals(values[index], 3), x, y + 0.5, width - 4);
    }
  }
}

/** @param {CanvasRenderingContext2D} context @param {{x: number, y: number}} middle @param {Sides} sides */
function drawCursor(context, { x, y }, sides) {
  const [width, height] = sides.map((side) => Math.max(side, LEAST_CURSOR_PX));
  for (const [line, colour] of /** @type {const} */ ([[4, "#fff"], [2, "#000"]])) {
    context.lineWidth = line;
    context.strokeStyle = colour;
    context.strokeRect(x - width / 2, y - height / 2, width, height);
  }
}
