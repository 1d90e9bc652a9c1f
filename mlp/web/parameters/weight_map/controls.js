// What stands around a map: its buttons, legend and the line that reads a cell out. It must not know
// how the map is drawn.

import { find } from "../../browser/dom.js";
import { exact } from "../../browser/numbers.js";
import { fill, nameButton } from "../../browser/words.js";

/** @import { Cell } from "./geometry.js" */
/** @import { Data } from "./parameter.js" */

const PICTURE_SIDE = 28;

/** @typedef {{data: Data, values: Float32Array | null, hasFailed: boolean}} Read */

/** @param {HTMLElement} root */
export function createControls(root) {
  const part = (/** @type {string} */ name) => find(root, `.${name}`);
  const button = (/** @type {string} */ name) => /** @type {HTMLButtonElement} */ (part(name));
  return {
    zoomIn: button("in"),
    zoomOut: button("out"),
    whole: button("whole"),
    failure: button("failure"),

    sayNames(/** @type {any} */ words) {
      part("tools").setAttribute("aria-label", words.tools);
      nameButton(part("in"), words.in);
      nameButton(part("out"), words.out);
      nameButton(part("whole"), words.wholeLabel);
      part("whole").textContent = words.whole;
      part("failure").textContent = words.failure;
    },
    showLegend(/** @type {string[]} */ stops, /** @type {Data} */ { scale, beyond }) {
      find(root, ".ramp i").style.background = `linear-gradient(90deg, ${stops.join(",")})`;
      part("least").textContent = `−${scale}`;
      part("largest").textContent = `+${scale}`;
      part("beyond").textContent = beyond;
    },
    /** Read a cell out, or say how to. */
    sayCell(/** @type {Cell | null} */ cell, /** @type {Read | null} */ read, /** @type {any} */ words) {
      root.dataset.cell = cell ? `${cell.row},${cell.column}` : "";
      if (!cell || !read) {
        const isTouched = matchMedia("(pointer: coarse)").matches;
        part("readout").textContent = isTouched ? words.inviteTouch : words.invite;
        return;
      }
      const value = document.createElement("b");
      value.textContent = valueText(cell, read, words);
      const line = document.createElement("span");
      line.append(`${placeText(cell, read.data.cell)}: `, value);
      part("readout").replaceChildren(line);
    },
    sayShown(/** @type {string} */ text) {
      part("shown").textContent = text;
    },
  };
}

/**
 * Name a cell; of a first layer's column also the pixel that it looks at.
 *
 * @param {Cell} cell
 * @param {string} pattern
 */
export function placeText(cell, pattern) {
  return fill(pattern, placeFigures(cell));
}

/** @param {Cell} cell @returns what is put into sentences about it */
export function placeFigures({ row, column }) {
  return {
    row,
    column,
    pixelRow: Math.floor(column / PICTURE_SIDE),
    pixelColumn: column % PICTURE_SIDE,
  };
}

/** @param {Cell} cell @param {Read} read @param {any} words @returns {string} its value, or why there is none */
export function valueText({ row, column }, { data, values, hasFailed }, words) {
  if (values) return exact(values[row * data.columns + column]);
  return hasFailed ? words.noValues : words.loading;
}
