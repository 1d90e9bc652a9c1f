// What is shown of a picture on its way to the network. It must not know the page.

import { decode } from "../../views/thumbnails/row.js";

/** @import { Details } from "../../browser/hub.js" */
/** @import { Picture, Pixels } from "../../views/thumbnails/row.js" */

const FRAME = [255, 130, 0]; // seen on white paper and on black
const FRAME_SHARE = 0.025; // of the picture's longer side

/**
 * The first and the last steps, and the cut between them.
 *
 * @param {Details} details
 * @param {Record<string, string>} words
 * @returns {Picture[]} empty if the digit is not from a picture
 */
export function pathOf({ steps, sheet }, words) {
  if (!sheet) return [];
  const picture = (/** @type {Pixels} */ pixels, /** @type {string} */ caption) =>
    ({ pixels, caption, label: caption });
  const original = decode(steps[0]);
  const box = sheet.isWhole ? undefined : sheet.digits.find(({ number }) => number === sheet.chosen)?.box;
  const cut = steps.find(({ name }) => name === "cropped");
  return [
    picture(box ? framed(original, box) : original, words.original),
    ...(cut ? [picture(decode(cut), words.cut)] : []),
    picture(decode(steps[steps.length - 1]), words.prepared),
  ];
}

/**
 * Frame a place on a picture.
 *
 * @param {Pixels} picture
 * @param {number[]} box left, top, right and bottom as shares of the picture
 * @returns {Pixels} in colour
 */
export function framed({ width, height, channels, values }, box) {
  const coloured = new Uint8Array(3 * width * height);
  for (let index = 0; index < coloured.length; index++) {
    coloured[index] = channels === 3 ? values[index] : values[Math.floor(index / 3)];
  }
  const wide = Math.max(1, Math.round(FRAME_SHARE * Math.max(width, height)));
  const [left, right] = [box[0] * width, box[2] * width];
  const [top, bottom] = [box[1] * height, box[3] * height];
  const isWithin = (/** @type {number} */ column, /** @type {number} */ row, /** @type {number} */ margin) =>
    column >= left - margin && column < right + margin && row >= top - margin && row < bottom + margin;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (!isWithin(column, row, 2 * wide) || isWithin(column, row, wide)) continue;
      coloured.set(FRAME, 3 * (row * width + column));
    }
  }
  return { width, height, channels: 3, values: coloured };
}
