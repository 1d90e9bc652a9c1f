// Which units of the first layer are shown, and in which order. It must not know how they look.

import { fromBase64 } from "../../browser/messages.js";
import { fill } from "../../browser/words.js";

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const MOST = "most"; // what a filter for a digit begins with

/** @typedef {{values: Float32Array, scale: number, caption: string}} Now what they make of the current digit */
/** @typedef {{means: Float32Array, bestDigits: Uint8Array, isDead: Uint8Array}} Habits on the test set */

/**
 * @typedef {object} Units what Python said of them
 * @property {Float32Array} norms
 * @property {Now | null} now null: nothing is drawn
 * @property {Habits | null} habits null: not counted yet
 */

/** @typedef {{heading: string | null, members: number[]}} Group */

/**
 * Unpack what Python said.
 *
 * @param {{norms: string, now: any, habits: any}} packed
 * @returns {Units}
 */
export function unpack({ norms, now, habits }) {
  return {
    norms: floatsOf(norms),
    now: now && { ...now, values: floatsOf(now.values) },
    habits: habits && {
      means: floatsOf(habits.means),
      bestDigits: fromBase64(habits.bestDigits),
      isDead: fromBase64(habits.isDead),
    },
  };
}

/** @param {string} text */
function floatsOf(text) {
  return new Float32Array(fromBase64(text).buffer);
}

/** @param {string} sort @param {Units} units @returns {boolean} whether enough is known for it */
export function isSortReady(sort, { now, habits }) {
  if (sort === "now") return now !== null;
  return sort !== "digit" || habits !== null;
}

/** @param {string} filter @param {Units} units @returns {boolean} whether enough is known for it */
export function isFilterReady(filter, { now, habits }) {
  if (filter === "all") return true;
  return filter === "fires" || filter === "silent" ? now !== null : habits !== null;
}

/** @param {string} filter @returns {string | null} the digit that it is for */
export function digitOf(filter) {
  return filter.startsWith(MOST) ? filter.slice(MOST.length) : null;
}

/** @param {string} filter for which enough is known @param {Units} units @returns {number[]} in rising order */
export function filterUnits(filter, units) {
  const { norms, now, habits } = units;
  const all = Array.from(norms, (_, unit) => unit);
  if (filter === "fires") return all.filter((unit) => now && now.values[unit] > 0);
  if (filter === "silent") return all.filter((unit) => now && !(now.values[unit] > 0));
  if (filter === "dead") return all.filter((unit) => habits?.isDead[unit] === 1);
  const digit = digitOf(filter);
  if (digit === null) return all;
  return all.filter((unit) => habits && !habits.isDead[unit] && habits.bestDigits[unit] === Number(digit));
}

/** @param {number} unit @param {Habits} habits @returns {number} its mean for the digit it fires most for */
export function bestMean(unit, { means, bestDigits }) {
  return means[unit * DIGITS.length + bestDigits[unit]];
}

/**
 * Choose what is shown, group by group.
 *
 * @param {Units} units
 * @param {{sort: string, filter: string}} choice for which enough is known
 * @param {any} words
 * @returns {Group[]} none is empty, unless it is the only one
 */
export function groupUnits(units, { sort, filter }, words) {
  const { norms, now, habits } = units;
  const shown = filterUnits(filter, units);
  if (sort === "now" && now) sortFalling(shown, (unit) => now.values[unit]);
  if (sort === "norm") sortFalling(shown, (unit) => norms[unit]);
  if (sort !== "digit" || !habits) return [{ heading: null, members: shown }];
  sortFalling(shown, (unit) => bestMean(unit, habits));
  const groups = DIGITS.map((digit) => ({
    pattern: words.heading,
    digit,
    members: shown.filter((unit) => !habits.isDead[unit] && habits.bestDigits[unit] === digit),
  }));
  const dead = { pattern: words.headingDead, digit: undefined, members: shown.filter((unit) => habits.isDead[unit]) };
  return [...groups, dead]
    .filter(({ members }) => members.length)
    .map(({ pattern, digit, members }) => ({
      heading: fill(pattern, { digit, count: members.length }),
      members,
    }));
}

/** @param {number[]} units @param {(unit: number) => number} valueOf */
function sortFalling(units, valueOf) {
  units.sort((one, other) => valueOf(other) - valueOf(one)); // equal ones stay in their order
}
