// What a reload brings back, in this tab's storage: the digit, and what Python wants to be kept. It
// must not know when a page is loaded again.

import { toBase64 } from "../../browser/messages.js";

/** @import { Answer } from "../../browser/messages.js" */

const STORE = "glassbox:page:1"; // the number changes with the form of what is stored

/**
 * @typedef {object} KeptDigit
 * @property {string} [ink] of a drawing: its raster in base64
 * @property {boolean} [centre] of a drawing
 * @property {boolean} [invert] of a drawing
 * @property {string | null} [link] any other digit, packed
 */

/** @typedef {KeptDigit & {kept: Record<string, unknown>}} KeptPage */

/** @param {KeptPage} page */
export function keepPage(page) {
  try {
    sessionStorage.setItem(STORE, JSON.stringify(page));
  } catch {
    // Storage is full or forbidden.
  }
}

/** @returns {KeptPage | null} what was kept */
export function keptPage() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE) ?? "null");
  } catch {
    return null;
  }
}

/**
 * Say what is to be kept of a digit.
 *
 * @param {Pick<Answer, "stages" | "source" | "isCentred" | "isInverted"> | null} answer null: it is
 *   not known yet
 * @param {string | null} link of a digit that is not from the pad
 * @param {Uint8Array | undefined} raster of the pad; none where there is no pad
 * @param {KeptDigit | null} before what was kept last
 * @returns {KeptDigit}
 */
export function digitOf(answer, link, raster, before = keptPage()) {
  if (answer?.stages.length === 0) return {};
  if (answer?.source === "other") return { link };
  if (answer && raster) return { ink: toBase64(raster), centre: answer.isCentred, invert: answer.isInverted };
  const { ink, centre, invert, link: packed } = before ?? {};
  return { ink, centre, invert, link: packed };
}
