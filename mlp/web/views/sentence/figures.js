// What an answer's figures are called in sentences, and how they are said. It must not know any
// sentence, nor the page.

import { count, duration, number, share } from "../../browser/numbers.js";
import { fill } from "../../browser/words.js";
import { sayVerdict } from "../verdict/in_short.js";

/** @import { Answer } from "../../browser/messages.js" */

/** @typedef {Record<string, string>} Figures said, by name */

/**
 * @typedef {object} Sentence
 * @property {string} template
 * @property {string | null} without what stands there without a digit; null: the same with dashes
 * @property {string} missing stands for a figure that there is not
 */

/**
 * Say what is known of a digit.
 *
 * @param {Answer | null} answer
 * @param {number | null} stage whose values are meant, if any
 * @param {Record<string, string>} verdicts words for them
 * @returns {Figures | null} null without a digit
 */
export function figuresOf(answer, stage, verdicts) {
  if (!answer?.stages.length) return null;
  const values = stage === null ? undefined : answer.stages[stage];
  return {
    verdict: sayVerdict(answer, verdicts),
    ...(answer.withoutRelu && { other: sayVerdict(answer.withoutRelu, verdicts) }),
    forward: duration(answer.forwardMs / 1000),
    ...(values && factsOf(values)),
  };
}

/**
 * Say what can be said of all values of a stage; summed up in double precision.
 *
 * @param {Float32Array} values
 * @returns {Figures}
 */
export function factsOf(values) {
  let [least, largest, sum, numZeros] = [Infinity, -Infinity, 0, 0];
  for (const value of values) {
    least = Math.min(least, value); // NaN, if there is one
    largest = Math.max(largest, value);
    sum += value;
    if (value === 0) numZeros++;
  }
  return {
    least: number(least),
    mean: number(sum / values.length),
    largest: number(largest),
    zeros: count(numZeros),
    share: share(numZeros, values.length),
  };
}

/** @param {Sentence} sentence @param {Figures | null} figures null without a digit */
export function fillSentence({ template, without, missing }, figures) {
  if (figures === null && without !== null) return without;
  return fill(template, figures ?? {}).replace(/\{\w+\}/g, missing).replaceAll("  \n", "\n");
}
