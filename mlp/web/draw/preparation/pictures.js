// What is shown and said of a preparation. It must not know the page.

import { fill } from "../../browser/words.js";
import { decode, pixelsOf } from "../../views/thumbnails/row.js";
import { sayVerdict } from "../../views/verdict/in_short.js";

/** @import { Details } from "../../browser/hub.js" */
/** @import { Answer } from "../../browser/messages.js" */
/** @import { Picture, Pixels } from "../../views/thumbnails/row.js" */

/** @typedef {{words: any, verdicts: Record<string, string>}} Sentences */
/** @typedef {Omit<Details, "steps"> & {steps: {name: string, pixels: Pixels}[]}} Preparation */

/** @param {Details} details @returns {Preparation} the same with pixels that can be drawn */
export function unpack(details) {
  return { ...details, steps: details.steps.map((step) => ({ name: step.name, pixels: decode(step) })) };
}

/**
 * The original and what the network sees. While the pen is down only the second follows it.
 *
 * @param {Answer | null} answer
 * @param {Preparation | null} preparation of the last settled digit
 * @param {any} words
 * @returns {Picture[]}
 */
export function seenPictures(answer, preparation, words) {
  const original = preparation?.steps[0].pixels ?? pixelsOf(undefined);
  const isOfThis = !answer || preparation?.number === answer.number;
  const prepared = pixelsOf(answer?.stages[0]);
  const picture = (/** @type {Picture["pixels"]} */ pixels, /** @type {string} */ caption) =>
    ({ pixels, caption, label: caption });
  if (preparation?.steps.length === 1 && isOfThis) return [picture(original, words.unchanged)];
  return [picture(original, words.original), picture(prepared, words.prepared)];
}

/** @param {Preparation} preparation @param {any} words @returns {Picture[]} every step, numbered */
export function stepPictures({ steps }, words) {
  return steps.map(({ name, pixels }, index) => ({
    pixels, caption: `${index + 1}. ${words.steps[name]}`, label: name,
  }));
}

/**
 * Say why nothing can be switched, or both answers: centred and not.
 *
 * @param {Answer | null} answer
 * @param {Preparation | null} preparation
 * @param {Sentences} sentences
 */
export function comparisonOf(answer, preparation, { words, verdicts }) {
  if (!answer || !preparation) return words.nothing;
  if (preparation.isFixed) return answer.source === "pad" ? words.nothing : words.exact;
  const { centred, uncentred } = preparation;
  if (!centred || !uncentred) return "";
  return fill(words.comparison, {
    centred: sayVerdict(centred, verdicts),
    uncentred: sayVerdict(uncentred, verdicts),
  });
}
