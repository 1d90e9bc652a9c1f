// What is shown and said of each digit on a picture. It must not know the page.

import { Kind } from "../../browser/messages.js";
import { fill } from "../../browser/words.js";
import { sayVerdict } from "../../views/verdict/in_short.js";

/** @import { Sheet } from "../../browser/hub.js" */
/** @import { Verdict } from "../../browser/messages.js" */

/** @typedef {{words: Record<string, string>, verdicts: Record<string, string>}} Sentences */

/**
 * @typedef {object} Tile
 * @property {number} number what chooses it
 * @property {string} answer in one or two characters
 * @property {string} label the same for those who do not see it, or point at it
 * @property {boolean} isDoubtful
 * @property {boolean} isChosen
 */

/** Whether there is something to choose, or to say of several digits. */
export function hasSeveral(/** @type {Sheet | null} */ sheet) {
  return sheet !== null && sheet.numFound > 1 && sheet.digits.length > 0;
}

/** @param {Sheet} sheet @param {Sentences} sentences @returns {Tile[]} in reading order */
export function tilesOf({ digits, isWhole, numFound, chosen }, { words, verdicts }) {
  if (isWhole) return []; // one answer to all of them together
  return digits.map(({ number, verdict }, place) => ({
    number,
    answer: signOf(verdict, words),
    label: fill(words.digit, {
      number: place + 1, count: numFound, verdict: sayVerdict(verdict, verdicts),
    }),
    isDoubtful: verdict.kind !== Kind.SURE,
    isChosen: number === chosen,
  }));
}

/** @param {Sheet} sheet @param {Record<string, string>} words @returns how many there are */
export function sayCount({ digits, numFound, isWhole }, words) {
  const isPart = digits.length < numFound;
  const sentence = isWhole ? words.whole : isPart ? words.some : words.few;
  return fill(sentence, { shown: digits.length, found: numFound });
}

/** @param {Verdict} verdict @param {Record<string, string>} words */
function signOf({ kind, digit }, words) {
  if (kind === Kind.NO_DIGIT || kind === Kind.NOTHING) return words.none;
  if (kind === Kind.SURE) return String(digit);
  return fill(words.unsure, { digit: digit ?? "" });
}
