// What the gallery says, in the sentences from Python. It must not know where it stands.

import { count, number } from "../../browser/numbers.js";
import { fill } from "../../browser/words.js";
import { bestMean, digitOf, filterUnits, isFilterReady, isSortReady } from "./units.js";

/** @import { Units } from "./units.js" */

/** @typedef {{name: string, text: string, isReady: boolean}} Entry of a list */

/** @param {number} unit @param {any} words */
export function nameOf(unit, words) {
  return fill(words.name, { number: unit });
}

/** @param {number} shown @param {number} all @param {any} words */
export function countText(shown, all, words) {
  return fill(words.count, { shown: count(shown), all: count(all) });
}

/** @param {string[]} sorts @param {Units} units @param {any} words @returns {Entry[]} */
export function sortEntries(sorts, units, words) {
  return sorts.map((name) => entry(name, words.sorts[name], isSortReady(name, units), words));
}

/** @param {string[]} filters @param {Units} units @param {any} words @returns {Entry[]} */
export function filterEntries(filters, units, words) {
  return filters.map((name) => {
    const digit = digitOf(name);
    const text = digit === null ? words.filters[name] : fill(words.filters.most, { digit });
    const isReady = isFilterReady(name, units);
    const counted = isReady ? `${text} (${filterUnits(name, units).length})` : text;
    return entry(name, counted, isReady, words);
  });
}

/** One that cannot be chosen yet says why. @returns {Entry} */
function entry(
  /** @type {string} */ name, /** @type {string} */ text, /** @type {boolean} */ isReady, /** @type {any} */ words,
) {
  const isOfDigit = name === "now" || name === "fires" || name === "silent";
  const reason = isOfDigit ? words.needsDigit : words.needsCount;
  return { name, isReady, text: isReady ? text : fill(reason, { choice: text }) };
}

/**
 * Say which weight has full colour.
 *
 * @param {{scale: number, isOwnShown: boolean, isOwnFailed: boolean}} shown
 * @param {any} words
 */
export function scaleText({ scale, isOwnShown, isOwnFailed }, words) {
  if (isOwnShown) return words.ownScales;
  const common = fill(words.commonScale, { scale: number(scale) });
  return isOwnFailed ? `${words.scaleFailed} ${common}` : common;
}

/** @param {Units} units @param {any} words @returns {string} what the bars mean */
export function barsText({ now }, words) {
  return now ? fill(words.bars, { scale: number(now.scale), digit: now.caption }) : words.noBars;
}

/**
 * Say why there are no tiles; "" if there are.
 *
 * @param {{hasFailed: boolean, isLoading: boolean, numShown: number, filter: string}} state
 * @param {any} words
 * @returns {string}
 */
export function noticeText({ hasFailed, isLoading, numShown, filter }, words) {
  if (hasFailed) return words.failed;
  if (isLoading) return words.loading;
  if (numShown) return "";
  const digit = digitOf(filter);
  return digit === null ? words.empty[filter] : fill(words.empty.most, { digit });
}

/**
 * Say everything that is known of a unit.
 *
 * @param {number} unit
 * @param {Units} units
 * @param {{isSigned: boolean, words: any}} form whose words may leave the norm out
 */
export function readout(unit, { norms, now, habits }, { isSigned, words }) {
  const parts = [nameOf(unit, words)];
  if (words.norm) parts.push(fill(words.norm, { norm: number(norms[unit]) }));
  if (habits?.isDead[unit]) parts.push(words.dead);
  else if (habits) {
    const mean = number(bestMean(unit, habits));
    parts.push(fill(words.most, { digit: habits.bestDigits[unit], mean }));
  }
  if (!now) return [...parts, words.notNow].join(" · ");
  const value = now.values[unit];
  const pattern = value > 0 || isSigned ? words.now : words.silent;
  return [...parts, fill(pattern, { value: number(value) })].join(" · ");
}

/** @param {number} scale @returns {number} of decimals for values up to it: few, but enough to tell them apart */
export function decimalsFor(scale) {
  return Math.min(4, Math.max(1, 1 - Math.floor(Math.log10(scale))));
}
