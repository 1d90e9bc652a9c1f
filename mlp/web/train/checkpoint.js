// Which checkpoint of a training is looked at, and what is said of it. It must not know who shows it.

import { count, number } from "../browser/numbers.js";
import { fill } from "../browser/words.js";

/** @import { TrainingStore } from "../browser/training_store.js" */

/**
 * @typedef {object} Checkpoint as `Training.report` gives it
 * @property {string} fingerprint of the network then
 * @property {number} step
 * @property {number} numImages seen until then
 * @property {number | null} seenLoss null if it is no number
 * @property {number | null} heldOutLoss
 * @property {number[]} seenRight for each digit
 * @property {number[]} seenAll
 * @property {number[]} heldOutRight
 * @property {number[]} heldOutAll
 * @property {number[]} deadUnits in each hidden layer
 * @property {number[]} hiddenSizes
 * @property {number[]} lostDigits
 */

/** @typedef {[right: number, all: number]} Counted */

/**
 * @param {TrainingStore | null} store
 * @param {number | null} place null: the newest
 * @returns {Checkpoint | null}
 */
export function checkpointAt(store, place) {
  return store?.checkpoints[place ?? store.checkpoints.length - 1] ?? null;
}

/** @param {Checkpoint} checkpoint @returns {Counted} of digits that it learns from */
export function seenOf(checkpoint) {
  return [sum(checkpoint.seenRight), sum(checkpoint.seenAll)];
}

/** @param {Checkpoint} checkpoint @returns {Counted} of digits that it never learns from */
export function heldOutOf(checkpoint) {
  return [sum(checkpoint.heldOutRight), sum(checkpoint.heldOutAll)];
}

/** @param {Checkpoint | null} checkpoint @param {any} words @returns {string} which one is looked at */
export function whereText(checkpoint, words) {
  if (!checkpoint) return words.whereNone;
  if (checkpoint.step === 0) return words.whereStart;
  return fill(checkpoint.step === 1 ? words.whereOne : words.where, {
    steps: count(checkpoint.step),
    images: count(checkpoint.numImages),
  });
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, one) => total + one, 0);
}

/** @param {number | null} value @param {any} words @returns {string} a loss */
export function lossText(value, words) {
  return value === null ? words.noNumber : number(value);
}
