// What is said beside a painting: title and sentences, chosen and filled; the words come from words.py.
// It must not know where they stand.

import { Kind } from "../../browser/messages.js";
import { aDigit } from "../../browser/numbers.js";
import { fill } from "../../browser/words.js";
import { loudestPlace } from "./places.js";

/** @import { Answer, Why } from "../../browser/messages.js" */
/** @import { Place } from "./places.js" */

/**
 * @typedef {object} Words
 * @property {Record<string, string>} titles by what there is to explain
 * @property {Record<string, string>} sentences
 * @property {Record<string, string>} forms
 * @property {Record<string, string>} places
 * @property {string} missing
 * @property {string} missingWins
 */

/** @typedef {"nothing" | "tooLarge" | "noDigit" | "drawing" | "undecided" | "decided"} Subject */

const JUST = 1; // nats beyond the bound: the odds of a digit are 2.7 times worse
const FAR = 5;

/** @param {Answer | null} answer @returns {Subject} what there is to explain */
export function subjectOf(answer) {
  if (!answer?.stages.length) return "nothing";
  if (!answer.why) return "tooLarge";
  if (answer.kind === Kind.NO_DIGIT) return "noDigit";
  if (answer.kind === Kind.DRAWING) return answer.isSettled ? "nothing" : "drawing";
  return answer.kind === Kind.UNDECIDED ? "undecided" : "decided";
}

/** @param {Why | null} why */
export function figuresOf(why) {
  const [digit, against] = [why?.digit ?? NaN, why?.against ?? NaN];
  return { digit, against, a_digit: aDigit(digit), an_against: aDigit(against) };
}

/**
 * Say what the painting shows.
 *
 * @param {Subject} subject
 * @param {{why: Why, image: Float32Array, voices: Float32Array} | null} painted
 * @param {number | null} oodScore
 * @param {Words} words
 * @param {Place["name"]} before the place that was named last
 * @returns {{text: string, place: Place["name"]}} the sentence, and the place that it names
 */
export function sentenceOf(subject, painted, oodScore, { sentences, forms, places }, before) {
  const isOfInk = painted && subject !== "noDigit";
  if (!isOfInk) return { text: sentences[refusal(subject, oodScore)], place: "all" };
  const { why, image, voices } = painted;
  const loudest = loudestPlace(image, voices, before);
  const figures = {
    ...figuresOf(why), form: forms[loudest.form], place: places[loudest.name],
  };
  const say = (/** @type {string} */ name, /** @type {Record<string, string>} */ more = {}) =>
    ({ text: fill(sentences[name], { ...figures, ...more }), place: loudest.name });
  if (subject === "undecided") {
    const other = loudestPlace(image, voices.map((voice) => -voice));
    const isPlaced = loudest.name !== "all" && other.name !== "all" && other.name !== loudest.name;
    return isPlaced ? say("undecided", { against_place: places[other.name] }) : say("undecidedOverall");
  }
  if (sumOf(why.pixels) < 0) return say("against");
  return say(loudest.name === "all" ? "overall" : "mostly");
}

/** @param {Subject} subject @param {number | null} oodScore */
function refusal(subject, oodScore) {
  if (subject !== "noDigit" || oodScore === null) return subject;
  if (oodScore < JUST) return "noDigitJust";
  return oodScore > FAR ? "noDigitFar" : "noDigit";
}

/** @param {Float32Array} values */
const sumOf = (values) => values.reduce((sum, value) => sum + value, 0);
