// Tiles of 28×28 levels on a canvas. It must not know which checkpoint they are of.

import { pixelsOf, spreadColours } from "../../browser/palette.js";
import { isDark } from "../../browser/theme.js";
import { SIDE, placeOf } from "./layout.js";

/** @import { ColourTable } from "../../browser/plotly.js" */
/** @import { Layout } from "./layout.js" */

/** @typedef {ReturnType<typeof readPalette>} Palette */

const SIZE = SIDE * SIDE;
const LEVELS = 127; // of colour on each side of zero, as the server sends them
const FONT_PX = 13;
const MARK_PX = 2;

/** @param {HTMLElement} root @param {{dark: ColourTable, light: ColourTable}} colours */
export function readPalette(root, colours) {
  const table = colours[isDark(root) ? "dark" : "light"];
  const style = getComputedStyle(root);
  return {
    pixels: pixelsOf(spreadColours(table.diverging, 2 * LEVELS + 1)),
    ramp: `linear-gradient(90deg, ${table.diverging.join(",")})`,
    neutral: table.diverging[(table.diverging.length - 1) / 2],
    mark: table.winner,
    text: style.color,
    font: style.fontFamily,
  };
}

/**
 * Draw every tile once, side by side, one pixel for each weight.
 *
 * @param {Int8Array} levels
 * @param {Palette} palette
 */
export function createAtlas(levels, palette) {
  const atlas = document.createElement("canvas");
  [atlas.width, atlas.height] = [levels.length / SIDE, SIDE];
  const pixels = atlasPixels(levels, palette.pixels);
  contextOf(atlas).putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), atlas.width, SIDE), 0, 0);
  return atlas;
}

/** @param {Int8Array} levels 784 for each unit @param {Uint32Array} colours of the levels -127 … 127 */
export function atlasPixels(levels, colours) {
  const width = levels.length / SIDE;
  const pixels = new Uint32Array(levels.length);
  levels.forEach((level, index) => {
    const [unit, cell] = [Math.floor(index / SIZE), index % SIZE];
    pixels[Math.floor(cell / SIDE) * width + unit * SIDE + (cell % SIDE)] = colours[level + LEVELS];
  });
  return pixels;
}

/**
 * @typedef {object} Picture
 * @property {HTMLCanvasElement | null} atlas null: nothing is known of the weights
 * @property {Palette} palette
 * @property {Layout} layout
 * @property {boolean} isScores they are numbered
 * @property {number} current unit
 */

/** @param {HTMLCanvasElement} canvas @param {Picture} picture */
export function drawTiles(canvas, { atlas, palette, layout, isScores, current }) {
  const ratio = devicePixelRatio;
  sizeCanvas(canvas, layout, ratio);
  const context = contextOf(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = false;
  context.font = `${FONT_PX}px ${palette.font}`;
  context.textAlign = "center";
  const { tile } = layout;
  for (let unit = 0; unit < layout.numTiles; unit++) {
    const { left, top } = placeOf(layout, unit);
    drawTile(context, { atlas, palette }, unit, { left, top, side: tile });
    context.fillStyle = palette.text;
    if (isScores) context.fillText(String(unit), left + tile / 2, top + tile + FONT_PX + 1);
    if (unit !== current) continue;
    context.strokeStyle = palette.mark;
    context.lineWidth = MARK_PX;
    context.strokeRect(left + 1, top + 1, tile - 2, tile - 2);
  }
}

/** Draw one tile, one pixel for each weight. */
export function drawLarge(/** @type {HTMLCanvasElement} */ canvas, /** @type {Picture} */ picture) {
  drawTile(contextOf(canvas), picture, picture.current, { left: 0, top: 0, side: SIDE });
}

/** Draw a tile, or its place as long as nothing is known of it. */
function drawTile(
  /** @type {CanvasRenderingContext2D} */ context,
  /** @type {{atlas: HTMLCanvasElement | null, palette: Palette}} */ { atlas, palette },
  /** @type {number} */ unit, /** @type {{left: number, top: number, side: number}} */ { left, top, side },
) {
  context.fillStyle = palette.neutral;
  if (atlas) context.drawImage(atlas, unit * SIDE, 0, SIDE, SIDE, left, top, side, side);
  else context.fillRect(left, top, side, side);
}

/** @param {HTMLCanvasElement} canvas @param {Layout} layout @param {number} ratio */
function sizeCanvas(canvas, layout, ratio) {
  const [width, height] = [layout.width, layout.height].map((px) => Math.round(px * ratio));
  if (canvas.width === width && canvas.height === height) return;
  [canvas.width, canvas.height] = [width, height];
  canvas.style.width = `${width / ratio}px`;
  canvas.style.height = `${height / ratio}px`;
}

/** @param {HTMLCanvasElement} canvas */
function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}
