// How the loss would change with each weight: its unit's error times the value that it weighs. It must
// not know how that is drawn or said.

import { layerOf, linearStage, strongest } from "./lines.js";

/** @import { Answer, Errors } from "../../browser/messages.js" */
/** @import { Measured } from "./lines.js" */
/** @import { Cell, Stage } from "./stages.js" */

const LINES = 24; // of each layer
const OPAQUE = 0.25; // of the scale of what is weighed: a slope of so much is drawn at its strongest

/**
 * @param {Stage[]} stages
 * @param {Errors} errors
 * @param {Float32Array[]} values of each stage
 * @returns {Measured} slopes as PyTorch has them in `weight.grad`; strongest are the steepest of all
 */
export function slopes(stages, errors, values) {
  const weighed = (/** @type {number} */ layer) => values[linearStage(layer) - 1];
  const valueOf = (/** @type {number} */ layer, /** @type {number} */ unit, /** @type {number} */ input) =>
    Math.fround(errors.units[layer][unit] * weighed(layer)[input]);
  return {
    stages, valueOf,
    layers: errors.units.map(({ length }, layer) => ({ outputs: length, inputs: weighed(layer).length })),
    strengthOf: (layer, value) => Math.min(1, Math.abs(value) / (stages[linearStage(layer) - 1].scale * OPAQUE)),
    strongest(layer) {
      // A weight among the steepest has a unit and a value among the strongest: the others need not be tried.
      const units = strongest(errors.units[layer].length, LINES, (unit) => errors.units[layer][unit]);
      const inputs = strongest(weighed(layer).length, LINES, (input) => weighed(layer)[input]);
      const pairs = units.flatMap((unit) =>
        inputs.map((input) => /** @type {[number, number]} */ ([unit.index, input.index])));
      return strongest(pairs.length, LINES, (pair) => valueOf(layer, ...pairs[pair]))
        .filter(({ value }) => value !== 0)
        .map(({ index }) => pairs[index]);
    },
  };
}

/**
 * @param {Cell} cell
 * @param {Pick<Answer, "errors">} answer
 * @param {Stage[]} stages
 * @returns {number | undefined} of the unit that the cell belongs to: the slope of the loss by its sum
 */
export function errorOf(cell, { errors }, stages) {
  const layer = errors && layerOf(cell, stages, errors.units.length);
  return layer === null ? undefined : errors?.units[layer][cell.index];
}
