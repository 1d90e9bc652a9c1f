// The answer in large and in words, live. It knows no pad; the words come from words.py.

import { find, mountOnce } from "../../browser/dom.js";
import { checkpointAnswers } from "../../browser/answers.js";
import { hub } from "../../browser/hub.js";
import { Kind } from "../../browser/messages.js";
import { aDigit, count, percent, share } from "../../browser/numbers.js";
import { say } from "../../browser/words.js";
import { createBars } from "./bars.js";

const LONG_CHARACTERS = 110; // of a detail that takes more lines than its box has

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { Answer, Verdict } from "../../browser/messages.js" */

/** @typedef {{bounds: number[], num_right: number[], num_all: number[]}} Calibration */
/** @typedef {{calibration: Calibration | null, words: any}} Sentences */

/**
 * @typedef {object} Data
 * @property {Calibration | null} calibration of the network in use
 * @property {any} words for what is drawn
 * @property {any} wordsOfPicture for what is not
 * @property {any} wordsOfBars
 * @property {boolean} ofCheckpoint whether a training's checkpoint answers, not the network in use
 */

/** @type {Record<number, string>} what `data-kind` says */
const NAMES = {
  [Kind.NOTHING]: "nothing",
  [Kind.UNDECIDED]: "undecided",
  [Kind.UNSURE]: "unsure",
  [Kind.SURE]: "sure",
  [Kind.NO_DIGIT]: "no-digit",
  [Kind.DRAWING]: "drawing",
};

/** @param {Component<Data>} component */
export default function mountVerdict(component) {
  return mountOnce(component, ".verdict", createVerdict);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createVerdict(root) {
  const part = (/** @type {string} */ name) => find(root, `.${name}`);
  const bars = createBars(part("bars"));
  /** @type {Data | null} */
  let data = null;
  /** @type {Answer | null} */
  let answer = null;

  function show() {
    if (!data || !answer) return;
    const { calibration, words, wordsOfPicture } = data;
    const sentences = answer.source === "pad" ? words : wordsOfPicture;
    const { headline, detail: said } = wordsFor(answer, { words: sentences, calibration });
    const detail = said.replace(/ %/g, "\u00a0%").replace(/([<>]) /g, "$1\u00a0");
    say(part("digit"), signFor(answer));
    say(part("headline"), headline);
    say(part("detail"), detail);
    part("detail").classList.toggle("long", detail.length > LONG_CHARACTERS);
    // Spoken is what is shown once the pen is up, and nothing that does not hold any more.
    say(part("spoken"), answer.isSettled ? `${headline} ${detail}` : "");
    bars.show(answer, data.wordsOfBars);
    root.dataset.kind = NAMES[answer.kind];
    root.dataset.predicted = String(answer.digit ?? "none");
    root.dataset.settled = String(answer.isSettled);
  }

  let stop = () => {};

  return {
    update(component) {
      data = component.data;
      stop();
      stop = (data.ofCheckpoint ? checkpointAnswers : hub).follow((newAnswer) => {
        answer = newAnswer;
        show();
      });
    },
    stop: () => stop(),
  };
}

/** @param {Answer} answer */
function signFor(answer) {
  const isScant = answer.kind === Kind.DRAWING && answer.isSettled;
  if (answer.kind === Kind.NOTHING || isScant) return "…";
  if (answer.kind === Kind.NO_DIGIT) return "✗";
  return answer.kind === Kind.UNDECIDED || answer.digit === null ? "?" : String(answer.digit);
}

/**
 * Fill the sentences that Python gave with this answer's figures.
 *
 * @param {Verdict & {isSettled?: boolean}} answer
 * @param {Sentences} sentences
 */
export function wordsFor(answer, { words, calibration }) {
  const templates = templatesFor(answer, words);
  const isTold = answer.kind === Kind.UNSURE || answer.kind === Kind.SURE;
  const fill = (/** @type {string} */ template) =>
    template
      .replace("{digit}", String(answer.digit))
      .replace("{a_digit}", aDigit(answer.digit ?? NaN))
      .replace("{percent}", percent(answer.probability))
      .replace("{runner_up}", String(answer.runnerUp))
      .replace("{a_runner_up}", aDigit(answer.runnerUp ?? NaN))
      .replace("{runner_up_percent}", percent(answer.runnerUpProbability));
  const told = calibration && isTold ? ` ${counted(calibration, answer.probability, words)}` : "";
  return { headline: fill(templates.headline), detail: fill(templates.detail) + told };
}

/** @param {Verdict & {isSettled?: boolean}} answer @param {any} words */
function templatesFor(answer, words) {
  if (answer.kind === Kind.DRAWING && answer.isSettled) return words.scant;
  const isTie = answer.digit === null && answer.kind !== Kind.NOTHING && answer.kind !== Kind.DRAWING;
  return isTie ? wordsForTie(answer, words) : words[answer.kind];
}

/** @param {Verdict} answer without a digit @param {any} words */
function wordsForTie(answer, words) {
  if (answer.kind === Kind.NO_DIGIT) return words.no_digit_tie;
  return answer.probability === 0 ? words.overflow : words.tie;
}

/**
 * Say how often the network was right when it was as sure; `Calibration.place` in Python.
 *
 * @param {Calibration} calibration
 * @param {number} probability
 * @param {any} words
 */
function counted({ bounds, num_right, num_all }, probability, words) {
  const place = Math.max(0, bounds.findLastIndex((bound) => bound <= probability));
  const [right, all] = [num_right[place], num_all[place]];
  return words.calibration.detail
    .replace("{right}", count(right))
    .replace("{all}", count(all))
    .replace("{share}", share(right, all));
}
