// What is framed and said of the digits that a camera sees. It must not know the camera.

import { Kind } from "../../browser/messages.js";
import { fill } from "../../browser/words.js";

/** @import { Sheet } from "../../browser/hub.js" */

/** @typedef {{box: number[], sign: string}} Frame box: left, top, right and bottom, shares of the film */

/**
 * Frame what looks like a digit; what does not is a shadow or an edge more often than ink.
 *
 * @param {Sheet | null} sheet
 * @param {Record<string, string>} words
 * @returns {Frame[]}
 */
export function framesOf(sheet, words) {
  return (sheet?.digits ?? [])
    .filter(({ verdict: { kind, digit } }) =>
      digit !== null && kind !== Kind.NO_DIGIT && kind !== Kind.NOTHING)
    .map(({ box, verdict: { kind, digit } }) => ({
      box,
      sign: kind === Kind.SURE ? String(digit) : fill(words.unsure, { digit: digit ?? "" }),
    }));
}

/** @param {Frame[]} frames @param {Record<string, string>} words */
export function sayFrames(frames, words) {
  if (!frames.length) return words.looking;
  return fill(words.seen, { digits: frames.map(({ sign }) => sign).join(" ") });
}

/**
 * Fit a film into a square.
 *
 * @param {number} width
 * @param {number} height
 * @param {number} maxPx
 */
export function fitted(width, height, maxPx) {
  const factor = Math.min(1, maxPx / Math.max(width, height));
  return { width: Math.max(1, Math.round(factor * width)), height: Math.max(1, Math.round(factor * height)) };
}
