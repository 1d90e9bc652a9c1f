// Pictures of tiles to take along. It must not know which tiles are shown, nor what is said of them.

import { PADDING_PX, SIDE, arrange } from "./layout.js";
import { contextOf } from "./tiles.js";

/** @import { Arrangement } from "./layout.js" */
/** @import { Captions, Palette, Tiles } from "./tiles.js" */
/** @import { Group } from "./units.js" */

const SCALE = 2; // of the downloaded picture
const MAX_HEIGHT_PX = 7000; // before scaling; wider rather than taller
const MIN_WIDTH_PX = 800; // a phone's few columns would make a strip
const HEAD_PX = 52;
const CELL_PX = 14; // of a single tile
const KEPT_MS = 10_000; // until the browser has surely begun to save it

/**
 * @typedef {object} Drawing
 * @property {Tiles} tiles
 * @property {Palette} palette
 * @property {string} name what each file's begins with
 * @property {string} title
 * @property {string} scale what the colours mean
 * @property {string} bars what the bars mean
 */

/**
 * Save one tile, much enlarged.
 *
 * @param {Drawing | null} drawing null: there are no tiles yet
 * @param {number} unit
 * @param {string} title
 */
export function saveTile(drawing, unit, title) {
  if (!drawing) return;
  const side = SIDE * CELL_PX;
  const target = createSheet(side, side, drawing.palette, [title, drawing.scale]);
  target.imageSmoothingEnabled = false;
  drawing.tiles.drawTile(target, unit, { left: 0, top: HEAD_PX, side });
  saveSheet(target.canvas, `${drawing.name}-${title.replace(" ", "-")}`);
}

/**
 * Save all that is shown as one picture.
 *
 * @param {Drawing | null} drawing null: there are no tiles yet
 * @param {Arrangement & {width: number}} laidOut
 * @param {Captions} captions
 * @param {{sort: string, filter: string}} shown
 */
export function savePicture(drawing, laidOut, captions, { sort, filter }) {
  if (!drawing) return;
  const { tiles, palette, title, scale, bars } = drawing;
  const target = createSheet(laidOut.width, laidOut.height, palette, [title, `${scale} ${bars}`]);
  tiles.paint(target, laidOut, { from: -HEAD_PX, until: laidOut.height }, captions);
  saveSheet(target.canvas, `${drawing.name}-${sort}-${filter}`);
}

/**
 * Lay groups out for a picture, in the columns on the screen unless they are few.
 *
 * @param {Group[]} groups
 * @param {number} shownWidth of the field on the screen
 * @param {number} numUnits in all
 */
export function arrangePicture(groups, shownWidth, numUnits) {
  let width = Math.max(shownWidth, MIN_WIDTH_PX);
  let laidOut = arrange(groups, { width, ratio: SCALE, numUnits });
  while (laidOut.height > MAX_HEIGHT_PX) {
    width *= 1.5;
    laidOut = arrange(groups, { width, ratio: SCALE, numUnits });
  }
  return { ...laidOut, width };
}

/** @returns a sheet in the page's colour, measured in CSS pixels, with two lines over it */
function createSheet(
  /** @type {number} */ width, /** @type {number} */ height, /** @type {Palette} */ palette,
  /** @type {[title: string, note: string]} */ [title, note],
) {
  const sheet = document.createElement("canvas");
  sheet.width = Math.round(width * SCALE);
  sheet.height = Math.round((height + HEAD_PX) * SCALE);
  const target = contextOf(sheet);
  target.scale(SCALE, SCALE);
  target.fillStyle = palette.ground;
  target.fillRect(0, 0, width, height + HEAD_PX);
  target.fillStyle = palette.text;
  const room = width - 2 * PADDING_PX;
  target.font = `600 14px ${palette.font}`;
  target.fillText(title, PADDING_PX, 20, room);
  target.font = `12px ${palette.font}`;
  target.fillText(note, PADDING_PX, 40, room);
  return target;
}

/** @param {HTMLCanvasElement} sheet @param {string} name */
function saveSheet(sheet, name) {
  sheet.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(/** @type {Blob} */ (blob));
    link.download = `${name}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
  }, "image/png");
}
