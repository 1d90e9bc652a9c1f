// A row of small pictures with captions. Pictures are redrawn in place, so that nothing blinks when
// they change. It must not know where they come from, nor what a choice does.

import { find } from "../../browser/dom.js";
import { fromBase64 } from "../../browser/messages.js";
import { spreadColours } from "../../browser/palette.js";

/**
 * @typedef {object} Pixels
 * @property {number} width
 * @property {number} height
 * @property {number} channels 1: grey, 3: colour
 * @property {Uint8Array} values row by row, 0–255
 */

/** @typedef {{width: number, height: number, channels: number, pixels: string}} PackedPixels in base64 */

/**
 * @typedef {object} Picture
 * @property {Pixels} pixels
 * @property {string} caption under it; may be empty
 * @property {string} label what it is, for those who do not see it
 * @property {boolean} [isHugged] its frame is as large as it is, not a black square around it
 * @property {boolean} [isChosen]
 * @property {() => void} [onChosen] makes it a button
 */

/** @param {Element} root @param {Picture[]} pictures @param {number} sizePx side of each frame */
export function showRow(root, pictures, sizePx) {
  const entries = /** @type {HTMLElement[]} */ ([...root.children]);
  pictures.forEach((picture, index) => {
    const name = picture.onChosen ? "button" : "figure";
    let entry = entries[index];
    if (entry?.localName !== name) {
      const made = createEntry(name);
      if (entry) entry.replaceWith(made);
      else root.append(made);
      entry = made;
    }
    fillEntry(entry, picture, sizePx);
  });
  for (const extra of entries.slice(pictures.length)) extra.remove();
}

/** @param {"button" | "figure"} name */
function createEntry(name) {
  const entry = document.createElement(name);
  if (entry instanceof HTMLButtonElement) entry.type = "button";
  const frame = document.createElement("span");
  frame.className = "frame";
  frame.append(document.createElement("canvas"));
  const caption = document.createElement(name === "figure" ? "figcaption" : "span");
  caption.classList.add("caption");
  entry.append(frame, caption);
  return entry;
}

/** @param {HTMLElement} entry @param {Picture} picture @param {number} sizePx */
function fillEntry(entry, { pixels, caption, label, isHugged = false, isChosen = false, onChosen }, sizePx) {
  const frame = find(entry, ".frame");
  const canvas = find(entry, "canvas");
  entry.style.width = `${sizePx}px`; // captions wrap, so that the pictures stay in columns
  find(entry, ".caption").textContent = caption;
  const size = sizeWithin(sizePx, pixels);
  setSize(canvas, size);
  setSize(frame, isHugged ? size : { width: sizePx, height: sizePx });
  showPixels(canvas, pixels);
  if (!onChosen) {
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", label);
  } else {
    entry.setAttribute("aria-label", label);
    entry.setAttribute("aria-pressed", String(isChosen));
    entry.onclick = onChosen;
  }
}

/**
 * @param {number} sidePx of the square that it fills in one direction at least
 * @param {{width: number, height: number}} pixels
 */
export function sizeWithin(sidePx, { width, height }) {
  const factor = sidePx / Math.max(width, height);
  return { width: width * factor, height: height * factor };
}

/** @param {HTMLElement} element @param {{width: number, height: number}} size in CSS pixels */
function setSize({ style }, { width, height }) {
  style.width = `${width}px`;
  style.height = `${height}px`;
}

/** @type {WeakMap<HTMLCanvasElement, Uint8Array>} what each canvas shows */
const shown = new WeakMap();

/** @param {HTMLCanvasElement} canvas @param {Pixels} pixels */
export function showPixels(canvas, { width, height, channels, values }) {
  if (shown.get(canvas) === values) return;
  shown.set(canvas, values);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  canvas.getContext("2d")?.putImageData(new ImageData(opaque(values, channels), width, height), 0, 0);
}

/** @param {PackedPixels} picture @returns {Pixels} */
export function decode({ width, height, channels, pixels }) {
  return { width, height, channels, values: fromBase64(pixels) };
}

const NUM_LEVELS = 255;

/**
 * Paint signed levels in the page's colours.
 *
 * @param {Pixels} levels of one channel, 1–255; 128 is zero
 * @param {string[]} stops #rrggbb, from negative to positive
 * @returns {Pixels}
 */
export function coloured({ width, height, values }, stops) {
  const colours = spreadColours(stops, NUM_LEVELS);
  const painted = Uint8Array.from(Array.from(values, (level) => colours[level - 1]).flat());
  return { width, height, channels: 3, values: painted };
}

/**
 * @param {Uint8Array} values row by row, 0–255
 * @param {number} channels of each pixel, 1 (grey) or 3
 * @returns red, green, blue and full opacity of each pixel
 */
export function opaque(values, channels) {
  const numPixels = values.length / channels;
  const pixels = new Uint8ClampedArray(4 * numPixels).fill(255);
  for (let index = 0; index < numPixels; index++) {
    for (let channel = 0; channel < 3; channel++) {
      pixels[4 * index + channel] = values[channels * index + (channels === 3 ? channel : 0)];
    }
  }
  return pixels;
}

/**
 * The picture that the network read, as an answer holds it.
 *
 * @param {Float32Array | undefined} image 28×28, [0, 1]; undefined if nothing was drawn
 * @returns {Pixels}
 */
export function pixelsOf(image) {
  const side = 28;
  const values = new Uint8Array(side * side);
  image?.forEach((value, index) => (values[index] = Math.min(255, Math.floor(255 * value + 0.5))));
  return { width: side, height: side, channels: 1, values };
}
