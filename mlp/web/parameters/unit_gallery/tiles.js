// Tiles of 28×28 weights with bar, number and value, on any canvas. It must not know which are shown.

import { decimals } from "../../browser/numbers.js";
import { pixelsOf, spreadColours } from "../../browser/palette.js";
import { isDark } from "../../browser/theme.js";
import { fill } from "../../browser/words.js";
import { BAR_PX, BAR_TOP_PX, HEADING_PX, PADDING_PX, SIDE, tileHeight } from "./layout.js";
import { decimalsFor } from "./texts.js";

/** @import { ColourTable } from "../../browser/plotly.js" */
/** @import { Arrangement, Place } from "./layout.js" */
/** @import { Now } from "./units.js" */

/** @typedef {ReturnType<typeof readPalette>} Palette */
/** @typedef {ReturnType<typeof createTiles>} Tiles */

/**
 * @typedef {object} Captions what stands below the tiles
 * @property {Now | null} now
 * @property {boolean} isSigned
 * @property {any} words
 * @property {number | null} marked unit
 */

const SIZE = SIDE * SIDE;
export const LEVELS = 127; // of colour on each side of zero, as in the overview
const ATLAS_COLUMNS = 64;
const FONT_PX = 11;
const LARGE_TILE_PX = 80; // from here on the line below is written larger
const LARGE_FONT_PX = 13;
const MARK_PX = 3;

/** @param {HTMLElement} root @param {{dark: ColourTable, light: ColourTable}} colours */
export function readPalette(root, colours) {
  const table = colours[isDark(root) ? "dark" : "light"];
  const style = getComputedStyle(root);
  return {
    diverging: createScale(table.diverging),
    sequential: createScale(table.sequential),
    stops: { diverging: table.diverging, sequential: table.sequential },
    track: table.grid,
    mark: table.winner,
    edge: table.muted,
    text: style.color,
    font: style.fontFamily,
    ground: style.getPropertyValue("--st-background-color"),
  };
}

/** @param {string[]} stops @returns a few colours spread over all levels, as pixels and as CSS */
function createScale(stops) {
  const colours = spreadColours(stops, 2 * LEVELS + 1);
  return { pixels: pixelsOf(colours), css: colours.map((channels) => `rgb(${channels.join(",")})`) };
}

/**
 * Draw every tile once, one pixel for each weight; the tiles on the screen are enlarged from there.
 *
 * @param {Int8Array} levels
 * @param {Palette} palette
 */
export function createTiles(levels, palette) {
  const numUnits = levels.length / SIZE;
  const atlas = document.createElement("canvas");
  atlas.width = Math.min(numUnits, ATLAS_COLUMNS) * SIDE;
  atlas.height = Math.ceil(numUnits / ATLAS_COLUMNS) * SIDE;
  const image = new ImageData(atlas.width, atlas.height);
  const pixels = new Uint32Array(image.data.buffer);
  const { width } = image;
  const colours = palette.diverging.pixels;
  let cell = 0;
  for (let unit = 0; unit < numUnits; unit++) {
    const { x, y } = atlasPlace(unit);
    for (let row = y; row < y + SIDE; row++) {
      const start = row * width + x;
      for (let at = start; at < start + SIDE; at++) pixels[at] = colours[levels[cell++] + LEVELS];
    }
  }
  contextOf(atlas).putImageData(image, 0, 0);

  /** Draw one tile's weights into a square. */
  function drawTile(
    /** @type {CanvasRenderingContext2D} */ target, /** @type {number} */ unit,
    /** @type {{left: number, top: number, side: number}} */ { left, top, side },
  ) {
    const { x, y } = atlasPlace(unit);
    target.drawImage(atlas, x, y, SIDE, SIDE, left, top, side, side);
  }

  return {
    drawTile,
    /** Draw the part of an arrangement between two heights. */
    paint(
      /** @type {CanvasRenderingContext2D} */ target, /** @type {Arrangement} */ { places, headings, tile },
      /** @type {{from: number, until: number}} */ { from, until }, /** @type {Captions} */ captions,
    ) {
      target.imageSmoothingEnabled = false;
      target.textBaseline = "alphabetic";
      target.fillStyle = palette.text;
      target.font = `600 13px ${palette.font}`;
      target.textAlign = "left";
      for (const { text, top } of headings) {
        if (top + HEADING_PX > from && top < until) target.fillText(text, PADDING_PX, top - from + 19);
      }
      for (const place of places) {
        if (place.top + tileHeight(tile) < from || place.top > until) continue;
        const { unit, left } = place;
        const top = place.top - from;
        drawTile(target, unit, { left, top, side: tile });
        paintCaption(target, { ...place, top }, tile, palette, captions);
        if (unit === captions.marked) markTile(target, left, top, tile, palette.mark);
      }
    },
  };
}

/** @param {number} unit @returns where it is in the atlas */
export function atlasPlace(unit) {
  return { x: (unit % ATLAS_COLUMNS) * SIDE, y: Math.floor(unit / ATLAS_COLUMNS) * SIDE };
}

/** Draw the bar and the line below a tile. */
function paintCaption(
  /** @type {CanvasRenderingContext2D} */ target, /** @type {Place} */ { unit, left, top },
  /** @type {number} */ tile, /** @type {Palette} */ palette, /** @type {Captions} */ { now, isSigned, words },
) {
  const barTop = top + tile + BAR_TOP_PX;
  const base = barTop + BAR_PX + 12;
  const label = fill(words.tile, { number: unit });
  target.font = `${tile < LARGE_TILE_PX ? FONT_PX : LARGE_FONT_PX}px ${palette.font}`;
  if (now) {
    const bar = barOf(now.values[unit], now.scale, isSigned);
    paintBar(target, { left, top: barTop, width: tile }, bar, palette);
    target.fillStyle = palette.text;
    const text = decimals(now.values[unit], decimalsFor(now.scale));
    const isRoomy = target.measureText(label).width + target.measureText(text).width + 5 <= tile;
    if ((bar.share > 0 || isSigned) && isRoomy) {
      target.textAlign = "right";
      target.fillText(text, left + tile, base);
    }
  }
  target.fillStyle = palette.text;
  target.textAlign = "left";
  target.fillText(label, left, base);
}

/**
 * Tell how long a value's bar is and which colour it has.
 *
 * @param {number} value
 * @param {number} scale at which it is full
 * @param {boolean} isSigned otherwise negative values have none
 * @returns {{share: number, scale: "diverging" | "sequential", level: number}} share in [0, 1], level
 *   of the scale's 2 · 127 + 1
 */
export function barOf(value, scale, isSigned) {
  const size = isSigned ? Math.abs(value) : Math.max(0, value);
  const share = Math.min(1, size / scale);
  if (!isSigned) return { share, scale: "sequential", level: Math.round(share * 2 * LEVELS) };
  return { share, scale: "diverging", level: LEVELS + Math.round(Math.sign(value) * share * LEVELS) };
}

/** Draw a bar on its track. */
function paintBar(
  /** @type {CanvasRenderingContext2D} */ target,
  /** @type {{left: number, top: number, width: number}} */ { left, top, width },
  /** @type {ReturnType<typeof barOf>} */ { share, scale, level }, /** @type {Palette} */ palette,
) {
  target.fillStyle = palette.track;
  target.fillRect(left, top, width, BAR_PX);
  if (!(share > 0)) return;
  target.fillStyle = palette[scale].css[level];
  target.fillRect(left, top, Math.max(1, share * width), BAR_PX);
  target.fillStyle = palette.edge; // the palest colours would be lost on the track
  target.fillRect(left, top + BAR_PX - 1, Math.max(1, share * width), 1);
}

/** Draw a frame around a tile. */
function markTile(
  /** @type {CanvasRenderingContext2D} */ target, /** @type {number} */ left, /** @type {number} */ top,
  /** @type {number} */ tile, /** @type {string} */ colour,
) {
  target.strokeStyle = colour;
  target.lineWidth = MARK_PX;
  target.strokeRect(left - 2.5, top - 2.5, tile + 5, tile + 5);
}

/** @param {HTMLCanvasElement} canvas */
export function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/**
 * Let each unit have a scale of its own.
 *
 * @param {Float32Array} weights 784 for each unit
 * @returns {Int8Array} level of each weight, full at its unit's largest
 */
export function levelsOfTheirOwn(weights) {
  const levels = new Int8Array(weights.length);
  for (let start = 0; start < weights.length; start += SIZE) {
    const row = weights.subarray(start, start + SIZE);
    const largest = row.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    row.forEach((weight, cell) => {
      levels[start + cell] = Math.round((LEVELS * weight) / (largest || 1));
    });
  }
  return levels;
}
