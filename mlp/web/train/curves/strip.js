// Ten rows of probabilities as colours, from the first image of a training to the last. It must not
// know where they come from.

import { areNumbers } from "./readings.js";
import { DIGITS } from "./texts.js";

/** @import { Sample } from "./readings.js" */

export const COLOUR_STEPS = 256;

/**
 * Colour one pixel for each column and digit; later samples lie over.
 *
 * @param {Sample[]} samples
 * @param {number} width columns
 * @param {(images: number) => number} columnOf [0, width]
 * @param {Uint32Array} colours of COLOUR_STEPS
 */
export function stripCells(samples, width, columnOf, colours) {
  const cells = new Uint32Array(width * DIGITS.length);
  const isCovered = new Uint8Array(width);
  let hasFallen = false;
  for (const { from, until, probabilities } of samples) {
    const left = Math.min(width - 1, columnOf(from));
    const right = Math.max(left + 1, columnOf(until));
    isCovered.fill(1, left, right);
    const isOfNumbers = areNumbers(probabilities);
    hasFallen ||= !isOfNumbers;
    for (const number of DIGITS) {
      const step = isOfNumbers ? Math.round(probabilities[number] * (COLOUR_STEPS - 1)) : 0;
      cells.fill(isOfNumbers ? colours[step] : 0, number * width + left, number * width + right);
    }
  }
  return { cells, isCovered, hasFallen };
}

/**
 * Enlarge the cells to the canvas's height, a line between two rows.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Uint32Array<ArrayBuffer>} cells
 * @param {{width: number, height: number}} size in device pixels
 * @param {string} lineColour
 */
export function paintStrip(canvas, cells, { width, height }, lineColour) {
  const small = document.createElement("canvas");
  [small.width, small.height] = [width, DIGITS.length];
  const image = new ImageData(new Uint8ClampedArray(cells.buffer), width, DIGITS.length);
  contextOf(small).putImageData(image, 0, 0);
  [canvas.width, canvas.height] = [width, height];
  const context = contextOf(canvas);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, width, height);
  context.fillStyle = lineColour;
  for (const number of DIGITS.slice(1)) {
    context.fillRect(0, Math.round((number * height) / DIGITS.length), width, 1);
  }
}

/** @param {HTMLCanvasElement} canvas */
function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}
