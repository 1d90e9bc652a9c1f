// Cells painted into the picture that Plotly keeps of a heatmap, in Plotly's colours and in a small
// part of its time. It must not know whose values they are, nor when they are painted.

import { createScale, pixelOf } from "../../browser/palette.js";

/**
 * What a trace in Plotly's form says of its colours, at even distances.
 *
 * @typedef {object} Colouring
 * @property {[share: number, colour: string][]} colorscale
 * @property {number} zmin
 * @property {number} zmax
 */

const XLINK = "http://www.w3.org/1999/xlink";
// NOTE: only where the browser can enlarge a picture without smoothing it (not in Safari) is Plotly's
// one pixel for each cell.
const PICTURE = '.heatmaplayer image[style*="pixelated"]';

/** @param {Element} chart @returns {SVGImageElement | null} what cells can be painted into */
export function pictureOf(chart) {
  return chart.querySelector(PICTURE);
}

/** @param {Colouring} trace */
export function createCellPainter({ colorscale, zmin, zmax }) {
  const colourAt = createScale(colorscale.map(([, colour]) => colour));

  /** @param {Float32Array} values @param {number} columns @returns in rows; the last may end clear */
  function pixels(values, columns) {
    const words = new Uint32Array(Math.ceil(values.length / columns) * columns);
    values.forEach((value, index) => {
      if (!Number.isFinite(value)) return; // clear, as in Plotly
      words[index] = pixelOf(colourAt((value - zmin) / (zmax - zmin)));
    });
    return words;
  }

  return {
    pixels,
    /** @param {SVGImageElement} picture @param {Float32Array} values @param {number} columns */
    paint(picture, values, columns) {
      const words = pixels(values, columns);
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [columns, words.length / columns];
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
      const bytes = new Uint8ClampedArray(words.buffer);
      context.putImageData(new ImageData(bytes, canvas.width, canvas.height), 0, 0);
      picture.setAttributeNS(XLINK, "href", canvas.toDataURL());
    },
  };
}
