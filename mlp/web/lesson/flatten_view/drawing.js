// A picture, its flattened row as a strip, and under it the neighbourhood of the chosen number,
// large enough to read. A pixel and its number are marked in all places. It must not know how one is
// chosen.

import { decimals } from "../../browser/numbers.js";

export const SIDE = 28;
export const SIZE = SIDE * SIDE;
export const LENS_TOP_PX = 58; // below it the neighbourhood
export const LENS_CELL_PX = 34; // wide enough for "0.53"
const PICTURE_PX = 112;
const STRIP_PX = 34; // height of the whole row
const LENS_PX = 34;
const MARK = "#ff7a1a"; // seen on black, grey and white alike

/** @typedef {{color: string, fontFamily: string}} Style of text */

/** @param {number} value [0, 1] */
function ink(value) {
  const level = Math.round(255 * value);
  return `rgb(${level} ${level} ${level})`;
}

/** Set a canvas up for drawing in CSS pixels. */
function prepare(/** @type {HTMLCanvasElement} */ canvas, /** @type {number} */ widthPx) {
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(widthPx * ratio);
  canvas.height = Math.round(PICTURE_PX * ratio);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(ratio, ratio);
  return context;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Float32Array} picture its 784 values
 * @param {number | null} marked which of them
 */
export function drawPicture(canvas, picture, marked) {
  const context = prepare(canvas, PICTURE_PX);
  const cellPx = PICTURE_PX / SIDE;
  picture.forEach((value, number) => {
    context.fillStyle = ink(value);
    context.fillRect((number % SIDE) * cellPx, Math.floor(number / SIDE) * cellPx, cellPx, cellPx);
  });
  if (marked === null) return;
  const [left, top] = [(marked % SIDE) * cellPx, Math.floor(marked / SIDE) * cellPx];
  context.strokeStyle = MARK;
  context.lineWidth = 1;
  context.strokeRect(0.5, top - 0.5, PICTURE_PX - 1, cellPx + 1);
  context.lineWidth = 2;
  context.strokeRect(left - 1, top - 1, cellPx + 2, cellPx + 2);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Float32Array} picture its 784 values
 * @param {number | null} marked which of them
 * @param {Style} style
 */
export function drawStrip(canvas, picture, marked, style) {
  const widthPx = canvas.clientWidth;
  if (widthPx === 0) return;
  const context = prepare(canvas, widthPx);
  const cellPx = widthPx / SIZE;
  picture.forEach((value, number) => {
    context.fillStyle = ink(value);
    context.fillRect(number * cellPx, 0, Math.ceil(cellPx) + 0.5, STRIP_PX);
  });
  context.fillStyle = style.color;
  context.font = `11px ${style.fontFamily}`;
  context.textBaseline = "top";
  if (marked === null) {
    context.fillText("0", 0, STRIP_PX + 4);
    const end = String(SIZE - 1);
    context.fillText(end, widthPx - context.measureText(end).width, STRIP_PX + 4);
    return;
  }
  const rowStart = marked - (marked % SIDE);
  context.strokeStyle = MARK;
  context.lineWidth = 1;
  context.strokeRect(rowStart * cellPx, 0.5, SIDE * cellPx, STRIP_PX - 1);
  context.fillStyle = MARK;
  context.fillRect(marked * cellPx - 1, 0, Math.max(cellPx, 3), STRIP_PX);
  drawLens(context, picture, marked, widthPx, style);
}

/**
 * @param {number} marked
 * @param {number} widthPx of the strip
 * @returns the first number of the neighbourhood, and how many fit
 */
export function lensOf(marked, widthPx) {
  const count = Math.max(1, Math.floor(widthPx / LENS_CELL_PX));
  const first = Math.min(Math.max(marked - Math.floor(count / 2), 0), SIZE - count);
  return { first, count };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Float32Array} picture
 * @param {number} marked
 * @param {number} widthPx
 * @param {Style} style
 */
function drawLens(context, picture, marked, widthPx, style) {
  const { first, count } = lensOf(marked, widthPx);
  const cellPx = widthPx / SIZE;
  const lensPx = count * LENS_CELL_PX;
  context.strokeStyle = style.color;
  context.globalAlpha = 0.45; // what the lens enlarges
  context.beginPath();
  context.moveTo(first * cellPx, STRIP_PX + 1);
  context.lineTo(0, LENS_TOP_PX - 1);
  context.moveTo((first + count) * cellPx, STRIP_PX + 1);
  context.lineTo(lensPx, LENS_TOP_PX - 1);
  context.stroke();
  context.globalAlpha = 1;
  context.textAlign = "center";
  for (let number = first; number < first + count; number++) {
    const left = (number - first) * LENS_CELL_PX;
    const value = picture[number];
    context.fillStyle = ink(value);
    context.fillRect(left, LENS_TOP_PX, LENS_CELL_PX - 1, LENS_PX);
    context.fillStyle = value > 0.5 ? "#000" : "#fff";
    context.fillText(decimals(value, 2), left + LENS_CELL_PX / 2, LENS_TOP_PX + 12);
    context.fillStyle = number === marked ? MARK : style.color;
    context.fillText(String(number), left + LENS_CELL_PX / 2, LENS_TOP_PX + LENS_PX + 5);
    if (number === marked) {
      context.strokeStyle = MARK;
      context.lineWidth = 2;
      context.strokeRect(left, LENS_TOP_PX, LENS_CELL_PX - 1, LENS_PX);
    }
  }
  context.textAlign = "start";
}
