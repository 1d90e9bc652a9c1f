// A figure's template with an answer's values put in, as mlp/web/charts/stages.py would have drawn
// them. It must not know Plotly, nor the page.

import { winnerOf } from "../../browser/messages.js";
import { decimals, percent } from "../../browser/numbers.js";

/** @import { Answer } from "../../browser/messages.js" */
/** @import { Figure } from "../../browser/plotly.js" */

/**
 * Which values of an answer fill a figure, and how.
 *
 * @typedef {object} Filling
 * @property {"cells" | "scores" | "shares"} kind
 * @property {number | null} stage among the answer's; null: the probabilities without the last ReLU
 * @property {number} size how many values that stage has in the network in use
 * @property {number} columns of cells in a row
 */

/**
 * Tell whether an answer came from a network like the one for which a figure was made. Python
 * replaces both, but not in the same moment.
 *
 * @param {Filling} filling
 * @param {Answer | null} answer
 */
export function suits(filling, answer) {
  const values = valuesOf(filling, answer);
  return values === null || values?.length === filling.size;
}

/**
 * Fill a template; without a digit it stays empty.
 *
 * @param {Figure} template without values
 * @param {Filling} filling
 * @param {Answer | null} answer that suits
 * @returns {Figure} another one
 */
export function fill(template, filling, answer) {
  const values = valuesOf(filling, answer);
  if (!answer || !values) return template;
  const [trace] = template.data;
  return { ...template, data: [{ ...trace, ...partOf(filling, answer, values) }] };
}

/** @param {Filling} filling @param {Answer} answer @param {Float32Array} values */
function partOf(filling, answer, values) {
  switch (filling.kind) {
    case "cells":
      return { z: cells(values, filling.columns) };
    case "scores":
      return scores(values);
    case "shares":
      return shares(values, winnerOf(filling.stage === null ? answer.withoutRelu : answer));
  }
}

/**
 * @param {Filling} filling
 * @param {Answer | null} answer
 * @returns {Float32Array | null | undefined} null without a digit, undefined if there is no such stage
 */
export function valuesOf({ stage }, answer) {
  if (!answer?.stages.length) return null;
  return stage === null ? answer.withoutRelu?.probabilities : answer.stages[stage];
}

/** @param {Float32Array} values @param {number} columns @returns {Float32Array[]} rows; the last may end in NaN */
function cells(values, columns) {
  const numRows = Math.ceil(values.length / columns);
  const padded = new Float32Array(numRows * columns).fill(NaN);
  padded.set(values);
  return Array.from({ length: numRows }, (_, row) =>
    padded.subarray(row * columns, (row + 1) * columns));
}

/** @param {Float32Array} values of any sign */
function scores(values) {
  return {
    y: values,
    marker: { color: Array.from(values, (value) => (value < 0 ? "negative" : "positive")) },
    text: Array.from(values, (value) => decimals(value, 1)),
  };
}

/** @param {Float32Array} values probabilities @param {number | null | undefined} winner */
function shares(values, winner) {
  const said = Array.from(values, percent);
  return {
    y: values,
    marker: { color: said.map((_, digit) => (digit === winner ? "winner" : "bar")) },
    text: said.map((text, digit) =>
      text.replace(/ %$/, "").replaceAll(" ", "") + (digit === winner ? " ★" : "")),
    customdata: said,
  };
}
