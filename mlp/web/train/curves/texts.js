// What is said of a training's figures, in the sentences from Python. It must not know where it stands.

import { count, number, percent, share } from "../../browser/numbers.js";
import { fill } from "../../browser/words.js";
import { heldOutOf, lossText, seenOf, whereText } from "../checkpoint.js";
import { areNumbers } from "./readings.js";
import { RUNNING } from "./track.js";

/** @import { Checkpoint } from "../checkpoint.js" */
/** @import { Probabilities } from "./readings.js" */

/** @typedef {{loss: number | null, accuracy: number | null}} Running null: no number */
/** @typedef {{heldOut: string, seen: string, running: string}} Said by curve */

const HARDLY_READ = 0.05; // below that; the same share as of a lost digit
const MAX_NAMED = 5; // of such digits
const NONE = "–";
export const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * Say the figures at a checkpoint, for the legends and for those who do not see the charts.
 *
 * @param {Checkpoint | null} checkpoint
 * @param {Running | null} running
 * @param {any} words
 */
export function figuresAt(checkpoint, running, words) {
  const where = whereText(checkpoint, words);
  const runningAccuracy = share(running?.accuracy ?? NaN, 1);
  const [losses, accuracies] = checkpoint
    ? [
      { heldOut: lossText(checkpoint.heldOutLoss, words), seen: lossText(checkpoint.seenLoss, words) },
      { heldOut: share(...heldOutOf(checkpoint)), seen: share(...seenOf(checkpoint)) },
    ]
    : [{ heldOut: NONE, seen: NONE }, { heldOut: NONE, seen: NONE }];
  const lost = lostText(checkpoint, words);
  /** @type {Said} */
  const loss = { ...losses, running: running ? lossText(running.loss, words) : NONE };
  /** @type {Said} */
  const accuracy = { ...accuracies, running: runningAccuracy };
  return {
    where,
    loss: { figures: loss, label: fill(words.lossLabel, { where, ...loss }) },
    accuracy: { figures: accuracy, label: fill(words.accuracyLabel, { where, ...accuracy }) },
    digits: {
      lost, label: fill(words.digitsLabel, { where, digits: digitTexts(checkpoint, words), lost }),
    },
  };
}

/**
 * Say how the learning rate was changed meanwhile.
 *
 * @param {{step: number, learningRate: number}[]} changes
 * @param {any} words
 * @returns {string} "" if it was not
 */
export function rateText(changes, words) {
  const said = changes.map(({ step, learningRate }) =>
    fill(words.rate, { rate: number(learningRate), step: count(step) }));
  return said.length ? fill(words.rates, { rates: said.join(", ") }) : "";
}

/** @param {Checkpoint | null} checkpoint @param {any} words */
function digitTexts(checkpoint, words) {
  return DIGITS.map((digit) =>
    fill(words.digitAnd, { digit, share: digitText(checkpoint, digit) })).join(", ");
}

/** @param {Checkpoint | null} checkpoint @param {number} digit @returns {string} the share of it read rightly */
export function digitText(checkpoint, digit) {
  return checkpoint ? share(checkpoint.heldOutRight[digit], checkpoint.heldOutAll[digit]) : NONE;
}

/** @param {Checkpoint | null} checkpoint @param {number} digit */
export function digitShare(checkpoint, digit) {
  return checkpoint?.heldOutAll[digit] ? checkpoint.heldOutRight[digit] / checkpoint.heldOutAll[digit] : null;
}

/** @param {Checkpoint | null} checkpoint @param {any} words @returns {string} */
export function lostText(checkpoint, words) {
  if (!checkpoint) return words.notMeasured;
  const { lostDigits } = checkpoint;
  const unread = DIGITS.filter((digit) =>
    !lostDigits.includes(digit) && (digitShare(checkpoint, digit) ?? 1) < HARDLY_READ);
  const sentence = (
    /** @type {number[]} */ digits, /** @type {string} */ one, /** @type {string} */ many,
    /** @type {string} */ none,
  ) =>
    digits.length ? fill(digits.length > 1 ? many : one, { digits: listed(digits, words) }) : none;
  return [
    sentence(lostDigits, words.lost, words.lostMany, words.noLost),
    unread.length > MAX_NAMED
      ? fill(words.unreadMost, { count: unread.length })
      : sentence(unread, words.unread, words.unreadMany, ""),
  ].join(" ").trim();
}

/** @param {number[]} digits at least one @param {any} words @returns {string} "2, 5 and 8" */
function listed(digits, words) {
  return [digits.slice(0, -1).join(", "), digits.at(-1)].filter((part) => part !== "").join(words.and);
}

/**
 * Name the curves: in a very long training a point stands for several batches.
 *
 * @param {any} words
 * @param {number} stepsPerPoint
 * @returns {Record<string, string>} by curve
 */
export function curveNames(words, stepsPerPoint) {
  return {
    ...words.names,
    batches: stepsPerPoint > 1 ? fill(words.groupName, { count: stepsPerPoint }) : words.names.batches,
    running: fill(words.runningName, { count: count(RUNNING * stepsPerPoint) }),
  };
}

/**
 * Say how the visitor's digit was read at a checkpoint.
 *
 * @param {Checkpoint | null} checkpoint
 * @param {Probabilities | null} found what its network answered, if that is known
 * @param {string} missing why nothing is shown; "" if something is
 * @param {any} words
 * @returns {{where: string, label: string, shares: number[] | null, top: number | null}}
 */
export function readingAt(checkpoint, found, missing, words) {
  const where = whereText(checkpoint, words);
  const labelled = (/** @type {string} */ said) => fill(words.label, { said });
  if (!found) return { where, label: labelled(missing || where), shares: null, top: null };
  if (!areNumbers(found)) {
    return { where, label: labelled(fill(words.fallen, { where })), shares: null, top: null };
  }
  const [first, second] = [...DIGITS].sort((one, other) => found[other] - found[one]);
  const said = fill(words.top, {
    where,
    digit: first,
    share: percent(found[first]),
    second,
    secondShare: percent(found[second]),
  });
  return { where, label: labelled(said), shares: found, top: found[first] > found[second] ? first : null };
}
