// Each picture with its flattened row, and which number of them is chosen: by pointing at a pixel or
// at a row, or with the keyboard. It must not know how they are drawn.

import { find, mountOnce, watchPixelRatio } from "../../browser/dom.js";
import { fromBase64 } from "../../browser/messages.js";
import { decimals } from "../../browser/numbers.js";
import { watchTheme } from "../../browser/theme.js";
import { drawPicture, drawStrip, LENS_CELL_PX, LENS_TOP_PX, lensOf, SIDE, SIZE } from "./drawing.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */

/** @typedef {{words: any, numImages: number, values: string}} Data values: base64 of float32 */
/** @typedef {{image: number, number: number}} Place both 0-based */

const FIRST_NUMBER = SIDE * 14 + 10;
const LENS_MARGIN_PX = 6; // above the lens; there the row is still meant

/** @param {Component<Data>} component */
export default function mountFlatten(component) {
  return mountOnce(component, ".view", createView);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createView(root) {
  const said = find(root, ".said");
  const rows = find(root, ".rows");
  let values = new Float32Array();
  /** @type {any} */
  let words = null;
  let text = "";
  let chosen = { image: 0, number: FIRST_NUMBER };
  let isTouched = false;

  function choose(/** @type {Place} */ place) {
    chosen = nearest(place, values.length / SIZE);
    isTouched = true;
    draw();
  }

  function draw() {
    if (!words) return;
    const { image, number } = chosen;
    const found = wordsFor(chosen, values[image * SIZE + number], words.found);
    said.textContent = isTouched ? found : `${words.invite} Now: ${found}`;
    root.dataset.image = String(image);
    root.dataset.number = String(number);
    [...rows.children].forEach((entry, index) => {
      const picture = values.subarray(index * SIZE, (index + 1) * SIZE);
      const marked = index === image ? number : null;
      const [pictureCanvas, stripCanvas] = entry.querySelectorAll("canvas");
      drawPicture(pictureCanvas, picture, marked);
      drawStrip(stripCanvas, picture, marked, getComputedStyle(root));
    });
  }

  function createRow(/** @type {number} */ image) {
    const { entry, picture, line } = createElements(words.picture.replace("{image}", image));
    picture.onpointerdown = picture.onpointermove = (event) => {
      const { x, y } = shareOf(event, picture);
      choose({ image, number: numberAt(x, y) });
    };
    line.onpointerdown = line.onpointermove = (event) => {
      const { x } = shareOf(event, line);
      if (event.offsetY < LENS_TOP_PX - LENS_MARGIN_PX) choose({ image, number: Math.floor(x * SIZE) });
      else if (event.type === "pointerdown") chooseInLens(image, event.offsetX, line.clientWidth);
    };
    return entry;
  }

  /** @param {number} image @param {number} offsetX @param {number} widthPx */
  function chooseInLens(image, offsetX, widthPx) {
    const { first } = lensOf(image === chosen.image ? chosen.number : FIRST_NUMBER, widthPx);
    choose({ image, number: first + Math.floor(offsetX / LENS_CELL_PX) });
  }

  root.onkeydown = (event) => {
    const place = moved(chosen, event.key);
    if (!place) return;
    event.preventDefault(); // the lesson's own arrow keys then leave it alone
    event.stopPropagation();
    choose(place);
  };

  const observer = new ResizeObserver(draw);
  observer.observe(root);
  watchTheme(root, draw);
  const stopWatching = watchPixelRatio(draw);

  return {
    update({ data }) {
      const newText = JSON.stringify(data);
      if (newText === text) return;
      text = newText;
      words = data.words;
      values = new Float32Array(fromBase64(data.values).buffer);
      root.setAttribute("aria-label", words.label);
      rows.replaceChildren(...Array.from({ length: data.numImages }, (_, index) => createRow(index)));
      chosen.image = Math.min(chosen.image, data.numImages - 1);
      draw();
    },
    stop() {
      observer.disconnect();
      stopWatching();
    },
  };
}

/** @param {Place} place @param {number} numImages @returns {Place} the nearest that there is */
export function nearest({ image, number }, numImages) {
  return {
    image: Math.min(Math.max(image, 0), numImages - 1),
    number: Math.min(Math.max(number, 0), SIZE - 1),
  };
}

/** @param {Place} place @param {string} key @returns {Place | null} where a key leads from there */
export function moved({ image, number }, key) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -SIDE, ArrowDown: SIDE };
  if (key in steps) return { image, number: number + steps[/** @type {keyof typeof steps} */ (key)] };
  if (key === "PageUp") return { image: image - 1, number };
  return key === "PageDown" ? { image: image + 1, number } : null;
}

/**
 * @param {number} x share of the picture's width
 * @param {number} y share of its height
 * @returns {number} of the pixel there
 */
export function numberAt(x, y) {
  const cellAt = (/** @type {number} */ share) => Math.min(Math.floor(share * SIDE), SIDE - 1);
  return SIDE * cellAt(y) + cellAt(x);
}

/** @param {Place} place @param {number} value @param {string} template */
export function wordsFor({ image, number }, value, template) {
  return template
    .replaceAll("{image}", String(image))
    .replaceAll("{row}", String(Math.floor(number / SIDE)))
    .replaceAll("{column}", String(number % SIDE))
    .replaceAll("{number}", String(number))
    .replaceAll("{value}", decimals(value, 4));
}

/** Where in an element a pointer is, as shares of its size. */
function shareOf(/** @type {PointerEvent} */ event, /** @type {HTMLElement} */ element) {
  const box = element.getBoundingClientRect();
  return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
}

/** @param {string} captionText */
function createElements(captionText) {
  const entry = document.createElement("div");
  entry.className = "row";
  const figure = document.createElement("figure");
  const picture = document.createElement("canvas");
  picture.className = "picture";
  const caption = document.createElement("figcaption");
  caption.textContent = captionText;
  figure.append(picture, caption);
  const strip = document.createElement("div");
  strip.className = "strip";
  const line = document.createElement("canvas");
  strip.append(line);
  entry.append(figure, strip);
  return { entry, picture, line };
}
