// What the active digit is called, and what it is read as. It must not know the page.

import { fill } from "../../browser/words.js";
import { sayVerdict } from "../../views/verdict/in_short.js";

/** @import { Answer } from "../../browser/messages.js" */

/**
 * @typedef {object} Sentences
 * @property {string} caption of the picture that Python made the active digit
 * @property {Record<"label" | "said" | "nothing" | "drawing", string>} words
 * @property {Record<string, string>} verdicts
 */

/**
 * Name the digit. What was drawn since Python spoke last is the visitor's, whatever was there.
 *
 * @param {Answer | null} answer
 * @param {Sentences} sentences
 */
export function nameOf(answer, { caption, words }) {
  if (answer?.source !== "pad") return caption;
  if (!answer.stages.length) return words.nothing;
  return answer.sequence >= 0 ? words.drawing : caption;
}

/** @param {Answer | null} answer @param {Sentences} sentences */
export function captionOf(answer, sentences) {
  const name = nameOf(answer, sentences);
  if (!answer?.stages.length) return name;
  const verdict = sayVerdict(answer, sentences.verdicts);
  return fill(sentences.words.said, { caption: name, verdict });
}
