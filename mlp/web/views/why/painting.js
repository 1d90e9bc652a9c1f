// What each pixel of a drawing says, as colours on dark paper. It must not know which digits it is
// about, nor where the picture stands.

import { createScale } from "../../browser/palette.js";

export const SIDE = 28;
const PAPER = /** @type {const} */ ([13, 16, 21]);
const GREY = "#9a9690"; // ink that says nothing
const SMOOTHING = 1.2; // pixels, standard deviation
const REACH = 2;
const LEAST_INK = 0.05; // of a mean: no ink, no voice
const STRENGTH = 0.7; // exponent: weak voices are seen too

const WEIGHTS = (() => {
  const weights = Array.from({ length: 2 * REACH + 1 }, (_, index) =>
    Math.exp(-((index - REACH) ** 2) / (2 * SMOOTHING ** 2)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
})();

/**
 * What ink says on average around each pixel, times the ink at it: single pixels speak at random,
 * strokes do not.
 *
 * @param {Float32Array} pixels 28×28, any sign: what each adds
 * @param {Float32Array} image 28×28, [0, 1]
 * @returns {Float32Array} 28×28, any sign; 0 where there is no ink
 */
export function smoothed(pixels, image) {
  const [voices, inks] = [blurred(pixels), blurred(image)];
  return image.map((ink, index) => (ink && (ink * voices[index]) / Math.max(inks[index], LEAST_INK)));
}

/** @param {Float32Array} values 28×28 */
function blurred(values) {
  return alongRows(alongRows(values, 1), SIDE);
}

/** @param {Float32Array} values @param {1 | 28} step to the next value of the same row or column */
function alongRows(values, step) {
  const result = new Float32Array(SIDE * SIDE);
  for (let index = 0; index < result.length; index++) {
    const place = step === 1 ? index % SIDE : Math.floor(index / SIDE);
    const [from, to] = [Math.max(-REACH, -place), Math.min(REACH, SIDE - 1 - place)];
    let sum = 0;
    for (let away = from; away <= to; away++) sum += WEIGHTS[away + REACH] * values[index + away * step];
    result[index] = sum;
  }
  return result;
}

/**
 * @param {{negative: string, positive: string}} colours #rrggbb
 * @returns {(pixels: Uint8ClampedArray, image: Float32Array, voices: Float32Array | null, scale: number) => void}
 *   paints red, green, blue and opacity of each pixel; without voices all ink is grey; at `scale` a
 *   voice has its full colour
 */
export function createPainter({ negative, positive }) {
  const colourAt = createScale([negative, GREY, positive]);
  return (pixels, image, voices, scale) => {
    image.forEach((ink, index) => {
      const share = voices && ink ? Math.min(1, Math.abs(voices[index]) / (scale * ink)) ** STRENGTH : 0;
      const colour = colourAt(0.5 + (Math.sign(voices?.[index] ?? 0) * share) / 2);
      for (let channel = 0; channel < 3; channel++) {
        const paper = PAPER[channel];
        pixels[4 * index + channel] = paper + ink * (colour[channel] - paper);
      }
      pixels[4 * index + 3] = 255;
    });
  };
}
