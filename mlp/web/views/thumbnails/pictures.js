// A row of small pictures with captions, to look at or to choose from. Pictures are redrawn in
// place, so that nothing blinks when they change. It must not know what a choice does.

import { find } from "../../browser/dom.js";
import { fromBase64 } from "../../browser/messages.js";

/** @import { Component } from "../../browser/dom.js" */

/**
 * @typedef {object} Picture
 * @property {string} id what a choice reports
 * @property {string} caption
 * @property {string} label what it is, for those who do not see it
 * @property {boolean} isChosen
 * @property {number} width of the pixels
 * @property {number} height
 * @property {number} channels 1: grey, 3: colour
 * @property {string} pixels base64, row by row
 */

/** @typedef {{label: string, sizePx: number, isChoice: boolean, pictures: Picture[]}} Data */

/** @param {Component<Data>} component */
export default function mountPictures({ data, parentElement, setTriggerValue }) {
  const root = find(parentElement, ".pictures");
  root.setAttribute("aria-label", data.label);
  const entries = /** @type {HTMLElement[]} */ ([...root.children]);
  data.pictures.forEach((picture, index) => {
    const name = data.isChoice ? "button" : "figure";
    let entry = entries[index];
    if (entry?.localName !== name) {
      const made = createEntry(name);
      if (entry) entry.replaceWith(made);
      else root.append(made);
      entry = made;
    }
    fill(entry, picture, data.sizePx);
    const canvas = find(entry, "canvas");
    canvas.setAttribute("role", data.isChoice ? "presentation" : "img");
    canvas.setAttribute("aria-label", data.isChoice ? "" : picture.label);
    if (data.isChoice) {
      entry.setAttribute("aria-label", picture.label);
      entry.setAttribute("aria-pressed", String(picture.isChosen));
      entry.onclick = () => setTriggerValue("chosen", picture.id);
    }
  });
  for (const extra of entries.slice(data.pictures.length)) extra.remove();
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

/** @param {HTMLElement} entry @param {Picture} picture @param {number} sizePx of its frame */
function fill(entry, picture, sizePx) {
  const frame = find(entry, ".frame");
  const canvas = find(entry, "canvas");
  entry.style.width = `${sizePx}px`; // captions wrap, so that the pictures stay in columns
  frame.style.width = frame.style.height = `${sizePx}px`;
  find(entry, ".caption").textContent = picture.caption;
  const { width, height, channels } = picture;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const factor = sizePx / Math.max(width, height);
  canvas.style.width = `${width * factor}px`;
  canvas.style.height = `${height * factor}px`;
  const image = new ImageData(opaque(fromBase64(picture.pixels), channels), width, height);
  canvas.getContext("2d")?.putImageData(image, 0, 0);
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
