// What a value says, in a sentence for somebody who never programmed. It must not know where that
// stands.

import { Kind } from "../../browser/messages.js";
import { aDigit, decimals, number, percent } from "../../browser/numbers.js";
import { fill } from "../../browser/words.js";
import { roleOf } from "./stages.js";

/** @import { Answer } from "../../browser/messages.js" */
/** @import { Cell, Role, Stage } from "./stages.js" */

/** @typedef {Pick<Answer, "kind" | "digit" | "source" | "stages">} Said an answer, as far as it is said */

/**
 * @param {Cell} cell
 * @param {Said} answer
 * @param {Stage[]} stages
 * @param {any} words
 * @returns {string}
 */
export function sentenceFor(cell, answer, stages, words) {
  const value = answer.stages[cell.stage]?.[cell.index];
  if (value === undefined) return words.nothing;
  if (Number.isNaN(value)) return words.noNumber;
  const role = roleOf(stages, cell.stage);
  const figures = {
    digit: cell.index,
    a_digit: aDigit(cell.index),
    drawing: drawingOf(answer, words),
    neuron: neuronOf(cell.stage, words),
    value: number(value, { numDigits: 2 }),
    signed: number(value, { numDigits: 2, isSigned: true }),
    score: scoreOf(value),
    percent: inWords(percent(value), words),
    brightness: decimals(value, 2),
    place: placeAmong(answer.stages[cell.stage], value, words),
  };
  return fill(words.said[templateFor(role, value, answer, cell)], figures);
}

/**
 * @param {Role} role
 * @param {number} value
 * @param {Said} answer
 * @param {Cell} cell
 */
function templateFor(role, value, answer, { stage, index }) {
  if (role === "vote") return value > 0 ? "yes" : "no";
  if (role === "voice") return value > 0 ? "speaks" : "silent";
  if (role === "kept") return answer.stages[stage - 1][index] > 0 ? "kept" : "cut";
  if (role === "share") return answer.kind === Kind.NO_DIGIT ? "refused" : "sure";
  return role;
}

/**
 * @param {number} step of the slow signal, 0-based: the stage that it has come to
 * @param {Said} answer
 * @param {Stage[]} stages
 * @param {any} words
 * @returns {string}
 */
export function stepSentence(step, answer, stages, words) {
  const values = answer.stages[step];
  if (!values) return words.nothing;
  const role = roleOf(stages, step);
  const numOn = values.reduce((sum, value) => sum + Number(value > 0), 0);
  const best = values.reduce((most, value, index) => (value > values[most] ? index : most), 0);
  return fill(words.steps[role === "share" && answer.kind === Kind.NO_DIGIT ? "refused" : role], {
    neurons: step <= 2 ? words.detectors : words.combinations,
    size: stages[step].size,
    yes: numOn,
    no: values.length - numOn,
    digit: best,
    a_digit: aDigit(best),
    score: scoreOf(values[best]),
    percent: inWords(percent(values[best]), words),
    drawing: drawingOf(answer, words),
  });
}

/** @param {Said} answer @param {any} words @returns {string} "your 7", "your drawing", "this picture" */
function drawingOf({ kind, digit, source }, words) {
  const isDecided = kind === Kind.SURE || kind === Kind.UNSURE;
  const own = source === "pad" ? words.own : words.other;
  return isDecided ? fill(own.digit, { digit: Number(digit) }) : own.drawing;
}

/** @param {number} stage @param {any} words @returns {string} what a hidden unit is called */
function neuronOf(stage, words) {
  return stage <= 2 ? words.detector : words.combination;
}

/** @param {Float32Array | number[]} scores @param {number} score @param {any} words @returns {string} */
function placeAmong(scores, score, words) {
  const numHigher = [...scores].filter((each) => each > score).length;
  if (numHigher === 0) return words.highest;
  return fill(words.place, { place: numHigher + 1, ordinal: words.ordinals[numHigher] ?? "" });
}

/** @param {number} score */
function scoreOf(score) {
  return decimals(score, 1);
}

/** @param {string} percentage @param {any} words @returns {string} "more than 99.9 %" */
function inWords(percentage, words) {
  return percentage.replace("> ", words.moreThan).replace("< ", words.lessThan);
}
