// What was drawn, as operations that can be undone and are kept for a reload. It must not know how
// they are drawn.

import { fromBase64 } from "../../browser/messages.js";

export const RASTER_PX = 112; // side of the raster that the server gets

const STORE = "glassbox:pad:2"; // the number changes with the form of what is stored
const MAX_OPERATIONS = 40; // that undo remembers, as long as older ones can be forgotten

/**
 * @typedef {{kind: "stroke", isErasing: boolean, width: number, points: number[]}} Stroke
 *   width and points (x, y, x, y, …) as shares of the pad's side
 * @typedef {{kind: "clear"}} Clear
 * @typedef {{kind: "picture", ink: string}} Picture base64 of a raster that Python gave
 * @typedef {Stroke | Clear | Picture} Operation
 */

/**
 * @typedef {object} History
 * @property {readonly Operation[]} operations
 * @property {number} numDone those before this one are drawn, those after it can be redone
 */

/** @typedef {{isErasing: boolean, hasGrid: boolean, width: number}} Settings width: share of the side */
/** @typedef {History & {settings: Settings, ink: string}} Drawing ink: its raster in base64 */

/** @type {History} */
export const NO_HISTORY = { operations: [], numDone: 0 };

/**
 * Do one more thing; what was undone is forgotten, and so is what lies too far back.
 *
 * @param {History} history
 * @param {Operation} operation
 * @returns {History}
 */
export function perform(history, operation) {
  let operations = [...doneOf(history), operation];
  while (operations.length > MAX_OPERATIONS) {
    // What lies before a picture or a clear is needed for undo alone.
    const base = operations.findIndex(({ kind }, index) => index > 0 && kind !== "stroke");
    if (base < 0) break;
    operations = operations.slice(base);
  }
  return { operations, numDone: operations.length };
}

/** @param {History} history @returns {History} the same if there is nothing to undo */
export function undo({ operations, numDone }) {
  return { operations, numDone: Math.max(0, numDone - 1) };
}

/** @param {History} history @returns {History} the same if there is nothing to redo */
export function redo({ operations, numDone }) {
  return { operations, numDone: Math.min(operations.length, numDone + 1) };
}

/** @param {History} history */
export const canUndo = ({ numDone }) => numDone > 0;

/** @param {History} history */
export const canRedo = ({ operations, numDone }) => numDone < operations.length;

/** @param {History} history @returns {boolean} whether nothing is on the pad */
export function isEmpty({ operations, numDone }) {
  return numDone === 0 || operations[numDone - 1].kind === "clear";
}

/** @param {History} history @returns {Operation[]} those that the picture consists of */
export function seenOf(history) {
  const done = doneOf(history);
  const firstSeen = done.findLastIndex(({ kind }) => kind !== "stroke");
  return done.slice(Math.max(0, firstSeen));
}

/**
 * What a pad begins with.
 *
 * @param {Drawing | null} drawing what a reload, or a page that was left, kept
 * @param {string | null} ink what Python gives; null: nothing
 * @param {boolean} isFresh whether Python's session knows nothing of any drawing
 * @returns {History}
 */
export function beginningOf(drawing, ink, isFresh) {
  if (drawing && (isFresh || drawing.ink === ink)) {
    return { operations: drawing.operations, numDone: drawing.numDone };
  }
  // A link opened over a drawing of this tab: undo brings the drawing back.
  return ink ? perform(drawing ?? NO_HISTORY, { kind: "picture", ink }) : NO_HISTORY;
}

/** @param {History} history */
const doneOf = ({ operations, numDone }) => operations.slice(0, numDone);

/**
 * Keep a drawing for a reload; if there is no room, without its history, or not at all.
 *
 * @param {Drawing} drawing
 */
export function keep(drawing) {
  const { settings, ink } = drawing;
  const picture = isEmpty(drawing) ? NO_HISTORY : perform(NO_HISTORY, { kind: "picture", ink });
  for (const storable of [drawing, { ...picture, settings, ink }]) {
    try {
      sessionStorage.removeItem(STORE);
      sessionStorage.setItem(STORE, JSON.stringify(storable));
      return;
    } catch {
      // Storage is full or forbidden.
    }
  }
}

/** @returns {Drawing | null} what was kept, if it is whole */
export function kept() {
  try {
    const drawing = JSON.parse(sessionStorage.getItem(STORE) ?? "null");
    return isWhole(drawing) ? drawing : null;
  } catch {
    return null;
  }
}

/** @param {any} drawing what was stored; throws if it is quite different */
function isWhole({ operations, numDone, settings }) {
  const isKnown = (/** @type {any} */ { kind, points, ink }) =>
    kind === "clear" || (kind === "stroke" && points.every(Number.isFinite)) ||
    (kind === "picture" && fromBase64(ink).length === RASTER_PX * RASTER_PX);
  return operations.every(isKnown) && numDone >= 0 && numDone <= operations.length && Number.isFinite(settings.width);
}
