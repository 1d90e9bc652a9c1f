// A verdict in a few words, for captions and comparisons; the words come from words.py, and
// `say_verdict` there chooses as this does. It must not know where they stand.

import { Kind } from "../../browser/messages.js";
import { percent } from "../../browser/numbers.js";
import { fill } from "../../browser/words.js";

/** @typedef {{kind: number, digit: number | null, probability: number}} Verdict */

/**
 * @param {Verdict} verdict
 * @param {Record<string, string>} words `IN_SHORT`
 * @returns {string}
 */
export function sayVerdict(verdict, words) {
  const { digit, probability } = verdict;
  return fill(words[nameOf(verdict)], { digit: digit ?? undefined, percent: percent(probability) });
}

/** @param {Verdict} verdict */
function nameOf({ kind, digit, probability }) {
  if (kind === Kind.NOTHING) return "nothing";
  if (digit === null) {
    if (probability === 0) return "too_large";
    return kind === Kind.NO_DIGIT ? "no_digit_tie" : "tie";
  }
  if (kind === Kind.NO_DIGIT) return "no_digit";
  return kind === Kind.UNDECIDED ? "undecided" : "decided";
}
