// What each value adds to the next sums: input times weight. It must not know how that is drawn or
// said.

import { linearStage, strongest } from "./lines.js";

/** @import { Measured } from "./lines.js" */
/** @import { Stage } from "./stages.js" */

/** @typedef {{outputs: number, inputs: number, weight: Float32Array}} Layer weight: row by row of outputs */

const LINE_UNITS = 8; // units of each hidden layer whose inputs are drawn …
const LINE_INPUTS = 3; // … and how many inputs of each
const LINE_SCORE_INPUTS = 10;
const OPAQUE = 0.12; // of the stage's scale: a contribution of so much is drawn at its strongest

/**
 * Cut the packed parameters into layers: weight (outputs, inputs), then bias.
 *
 * @param {ArrayBuffer} buffer
 * @param {[outputs: number, inputs: number][]} sizes
 * @returns {Layer[]}
 */
export function splitLayers(buffer, sizes) {
  let offset = 0;
  return sizes.map(([outputs, inputs]) => {
    const weight = new Float32Array(buffer, offset, outputs * inputs);
    offset += 4 * (outputs * inputs + outputs);
    return { outputs, inputs, weight };
  });
}

/**
 * @param {Stage[]} stages
 * @param {Layer[]} layers
 * @param {Float32Array[]} values of each stage
 * @returns {Measured} what each value adds; strongest are those into the units that fired most, and into
 *   the answer
 */
export function contributions(stages, layers, values) {
  const valueOf = (/** @type {number} */ layer, /** @type {number} */ unit, /** @type {number} */ input) => {
    const { weight, inputs } = layers[layer];
    return weight[unit * inputs + input] * values[linearStage(layer) - 1][input];
  };
  return {
    stages, layers, valueOf,
    strengthOf: (layer, value) => Math.min(1, Math.abs(value) / (stages[linearStage(layer)].scale * OPAQUE)),
    strongest(layer) {
      const isLast = layer === layers.length - 1;
      const fired = values[linearStage(layer) + (isLast ? 0 : 1)];
      const numInputs = isLast ? LINE_SCORE_INPUTS : LINE_INPUTS;
      return strongest(fired.length, isLast ? 1 : LINE_UNITS, (unit) => fired[unit])
        .filter((unit) => unit.value > 0)
        .flatMap((unit) => strongest(layers[layer].inputs, numInputs, (input) => valueOf(layer, unit.index, input))
          .map((input) => /** @type {[number, number]} */ ([unit.index, input.index])));
    },
  };
}
