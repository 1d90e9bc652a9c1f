// What the network would learn from the digit: the choice of what that is to be, and the sentences that
// say what the lines then mean. It must not know how they are drawn.

import { find } from "../../browser/dom.js";
import { hub } from "../../browser/hub.js";
import { Kind } from "../../browser/messages.js";
import { aDigit, number } from "../../browser/numbers.js";
import { describe, fill, say } from "../../browser/words.js";
import { NUM_CLASSES, numScoreStages } from "./stages.js";
import { keepTarget, keptTarget, targetOf } from "./target.js";

/** @import { Answer, Target } from "../../browser/messages.js" */
/** @import { Depth } from "./details.js" */
/** @import { Stage } from "./stages.js" */

/** @typedef {Pick<Answer, "kind" | "stages" | "errors">} Learned an answer, as far as it is said */
/** @typedef {{depth: Depth, ofCheckpoint: boolean, stages: Stage[], words: any}} Wording */

const SMALL_LOSS = 0.05; // the right digit has 95 % then

/**
 * @param {HTMLElement} root
 * @param {() => void} onChange what is to be shown is something else
 */
export function createLearning(root, onChange) {
  const choice = find(root, "select");
  const [loss, sense] = [find(root, ".loss"), find(root, ".sense")];
  const call = find(root, ".call");
  let target = keptTarget();
  let isOffered = false;

  choice.onchange = () => {
    target = targetOf(choice.value);
    keepTarget(target);
    ask();
    onChange();
  };

  const isOn = () => isOffered && target !== null;
  const ask = () => hub.askSlopes(isOffered ? target : null);

  return {
    /** Whether somebody wants to know. */
    isOn,
    /** Offer it where weights are called weights, and where the network is the visitor's own to ask. */
    offer(/** @type {Wording} */ { depth, ofCheckpoint, words: { slopes: words } }) {
      isOffered = depth !== "words" && !ofCheckpoint;
      choice.hidden = !isOffered;
      describe(choice, words.label);
      const named = Array.from({ length: NUM_CLASSES }, (_, digit) => fill(words.digit, { a_digit: aDigit(digit) }));
      const texts = [["", words.off], ["read", words.read], ...named.map((text, digit) => [String(digit), text])];
      choice.replaceChildren(...texts.map(([value, text]) => new Option(text, value)));
      choice.value = String(target ?? "");
      ask();
    },
    stop: () => hub.askSlopes(null),
    /** Say what the lines mean. */
    show(/** @type {Learned | null} */ answer, /** @type {Wording} */ { depth, stages, words }) {
      root.toggleAttribute("data-learns", isOn());
      const [first, more] = answer ? learningSentences(answer, stages, words.slopes) : ["", ""];
      say(loss, first);
      say(sense, more);
      say(call, answer?.errors && depth === "code" ? fill(words.slopes.code, { digit: answer.errors.target }) : "");
    },
  };
}

/**
 * @param {Learned} answer
 * @param {Stage[]} stages
 * @param {any} words
 * @returns {[first: string, more: string]} empty as long as the server has not said it
 */
export function learningSentences({ kind, stages: values, errors }, stages, words) {
  if (!values.length) return [words.nothing, ""];
  if (kind === Kind.NO_DIGIT) return [words.refused, ""];
  if (!errors) return ["", ""];
  const figures = {
    digit: errors.target,
    a_digit: aDigit(errors.target),
    loss: number(errors.loss, { numDigits: 3 }),
  };
  const score = values[stages.length - 1 - numScoreStages(stages)][errors.target];
  const isCut = numScoreStages(stages) === 2 && !(score > 0);
  const more = isCut ? `${words.lines} ${words.cut}` : words.lines;
  return [fill(words.loss, figures), fill(errors.loss < SMALL_LOSS ? words.small : more, figures)];
}
