// Where the tiles stand, in CSS pixels of the whole field. It must not know what is in them.

/** @import { Group } from "./units.js" */

export const SIDE = 28;
const CELL_PX = 2; // of a weight; as many whole device pixels as come nearest
const FEW_UNITS = 40; // so few are drawn larger
const FEW_CELL_PX = 5;
const FEW_NARROW_CELL_PX = 3;
const WIDE_PX = 640; // of the tiles' frame
export const PADDING_PX = 6;
const GAP_PX = 7; // at least, between columns
export const BAR_TOP_PX = 3; // below the tile
export const BAR_PX = 4;
const LABEL_PX = 16; // the line with number and value
const ROW_GAP_PX = 9;
export const HEADING_PX = 30;
const FRAME_PX = 560; // its height at most; gallery.css sets a limit for low windows
const MIN_FRAME_PX = 230;

/**
 * @typedef {object} Place of a tile
 * @property {number} unit
 * @property {number} row
 * @property {number} left
 * @property {number} top
 */

/**
 * @typedef {object} Arrangement
 * @property {Place[]} places in the order shown
 * @property {{text: string, top: number}[]} headings
 * @property {number} tile side of a tile
 * @property {number} height
 */

/** @type {Arrangement} of nothing */
export const EMPTY = { places: [], headings: [], tile: SIDE * CELL_PX, height: 0 };

/** @param {number} tile @returns {number} height of a tile with what stands below it */
export function tileHeight(tile) {
  return tile + BAR_TOP_PX + BAR_PX + LABEL_PX;
}

/**
 * Lay groups of tiles out in a field.
 *
 * @param {Group[]} groups
 * @param {{width: number, ratio: number, numUnits: number}} field its width, device pixels for each
 *   CSS pixel, and how many units there are in all
 * @returns {Arrangement}
 */
export function arrange(groups, { width, ratio, numUnits }) {
  const tile = (SIDE * Math.max(1, Math.round(cellPx(width, numUnits) * ratio))) / ratio;
  const room = width - 2 * PADDING_PX;
  const columns = Math.max(1, Math.floor((room + GAP_PX) / (tile + GAP_PX)));
  const stepX = columns > 1 ? (room - tile) / (columns - 1) : 0;
  const stepY = tileHeight(tile) + ROW_GAP_PX;
  const snap = (/** @type {number} */ px) => Math.round(px * ratio) / ratio;
  const places = /** @type {Place[]} */ ([]);
  const headings = [];
  let top = PADDING_PX;
  let row = 0;
  for (const { heading, members } of groups) {
    if (heading !== null) {
      headings.push({ text: heading, top });
      top += HEADING_PX;
    }
    for (const [index, unit] of members.entries()) {
      const line = Math.floor(index / columns);
      places.push({
        unit,
        row: row + line,
        left: snap(PADDING_PX + (index % columns) * stepX),
        top: snap(top + line * stepY),
      });
    }
    const lines = Math.ceil(members.length / columns);
    row += lines;
    top += lines * stepY;
  }
  return { places, headings, tile, height: Math.ceil(top) };
}

/** @param {number} width @param {number} numUnits */
function cellPx(width, numUnits) {
  if (numUnits > FEW_UNITS) return CELL_PX;
  return width < WIDE_PX ? FEW_NARROW_CELL_PX : FEW_CELL_PX;
}

/**
 * Let the frame be as high as all units need, up to a limit, so that no filter changes its height.
 *
 * @param {{width: number, ratio: number, numUnits: number}} field
 */
export function frameHeight(field) {
  const all = { heading: null, members: Array.from({ length: field.numUnits }, (_, unit) => unit) };
  return Math.max(MIN_FRAME_PX, Math.min(arrange([all], field).height + 2, FRAME_PX));
}

/** @param {Arrangement} arrangement @param {number | null} unit */
export function placeOf({ places }, unit) {
  return places.find((place) => place.unit === unit);
}

/** @param {Arrangement} arrangement @param {number} x @param {number} y @returns {number | null} the unit there */
export function unitAt({ places, tile }, x, y) {
  const isThere = (/** @type {Place} */ { left, top }) =>
    x >= left && x < left + tile && y >= top && y < top + tileHeight(tile);
  return places.find(isThere)?.unit ?? null;
}

/**
 * Scroll as little as shows a tile whole, with the heading over it.
 *
 * @param {Arrangement} arrangement
 * @param {number | null} unit
 * @param {{scrollTop: number, clientHeight: number}} frame
 * @returns {number} how far the frame is scrolled then
 */
export function scrollTopFor(arrangement, unit, { scrollTop, clientHeight }) {
  const place = placeOf(arrangement, unit);
  if (!place) return scrollTop;
  const bottom = place.top + tileHeight(arrangement.tile);
  if (place.top - HEADING_PX < scrollTop) return place.row === 0 ? 0 : place.top - HEADING_PX;
  return Math.max(scrollTop, bottom + PADDING_PX - clientHeight);
}

/**
 * Tell where a key leads.
 *
 * @param {Arrangement} arrangement not empty
 * @param {number | null} unit from which one
 * @param {string} key
 * @param {number} heightPx of the frame
 * @returns {number | null} the unit; null if the key means nothing here
 */
export function unitByKey({ places, tile }, unit, key, heightPx) {
  const at = Math.max(0, places.findIndex((place) => place.unit === unit));
  const clamp = (/** @type {number} */ index) => Math.min(places.length - 1, Math.max(0, index));
  if (key === "ArrowLeft") return places[clamp(at - 1)].unit;
  if (key === "ArrowRight") return places[clamp(at + 1)].unit;
  if (key === "Home") return places[0].unit;
  if (key === "End") return places[places.length - 1].unit;
  const rowsOnScreen = Math.max(1, Math.floor(heightPx / (tile + LABEL_PX + ROW_GAP_PX)) - 1);
  const rows = new Map([
    ["ArrowUp", -1], ["ArrowDown", 1], ["PageUp", -rowsOnScreen], ["PageDown", rowsOnScreen],
  ]).get(key);
  if (rows === undefined) return null;
  const row = Math.min(places[places.length - 1].row, Math.max(0, places[at].row + rows));
  const distance = (/** @type {Place} */ place) => Math.abs(place.left - places[at].left);
  return places
    .filter((place) => place.row === row)
    .reduce((best, place) => (distance(place) < distance(best) ? place : best)).unit;
}
