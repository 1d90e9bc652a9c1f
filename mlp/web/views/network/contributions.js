// What feeds a value and what it feeds: input times weight, the strongest first. It must not know
// how that is drawn or said.

/** @import { Cell, Stage } from "./stages.js" */

/** @typedef {{outputs: number, inputs: number, weight: Float32Array}} Layer weight: row by row of outputs */
/** @typedef {{index: number, value: number}} Strong */
/** @typedef {{from: Cell, to: Cell, value: number}} Line what one value adds to one of the next linear stage */

/**
 * @typedef {object} Network
 * @property {Stage[]} stages
 * @property {Layer[]} layers
 * @property {Float32Array[]} values of each stage
 */

const LINE_UNITS = 8; // units of each hidden layer whose inputs are drawn …
const LINE_INPUTS = 3; // … and how many inputs of each
const LINE_SCORE_INPUTS = 10;
const FOCUS_LINES = 24; // on each side of the cell that is looked at

/** @param {number} layer 0-based @returns {number} the stage of its sums */
const linearStage = (layer) => 1 + 2 * layer;

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
 * The layer, 0-based, whose sum a cell is, comes from or goes into; null for a pixel.
 *
 * @param {Cell} cell
 * @param {Stage[]} stages
 * @param {number} numLayers
 */
export function layerOf(cell, stages, numLayers) {
  const { kind } = stages[cell.stage];
  if (kind === "image") return null;
  return kind === "softmax" ? numLayers - 1 : Math.floor((cell.stage - 1) / 2);
}

/**
 * The unit that a cell belongs to, by its linear stage; null for a pixel.
 *
 * @param {Cell} cell
 * @param {Stage[]} stages
 * @param {number} numLayers
 * @returns {{stage: string, unit: number} | null}
 */
export function unitOf(cell, stages, numLayers) {
  const layer = layerOf(cell, stages, numLayers);
  return layer === null ? null : { stage: stages[linearStage(layer)].name, unit: cell.index };
}

/**
 * @param {Network} network
 * @param {Cell} cell
 * @param {number} count at most so many on each side
 * @returns {{inputs: Line[], outputs: Line[]}} lines into and out of one cell
 */
export function neighbours(network, cell, count) {
  const layer = layerOf(cell, network.stages, network.layers.length);
  const next = layer === null ? 0 : layer + 1;
  return {
    inputs: layer === null ? [] : linesInto(network, layer, cell.index, count),
    outputs: next >= network.layers.length ? [] : linesOutOf(network, next, cell.index, count),
  };
}

/**
 * @param {Network} network
 * @param {Cell | null} focus the cell that is looked at
 * @returns {Line[]} the strongest into and out of it, or else of the whole network
 */
export function linesFor(network, focus) {
  if (!focus) return strongestLines(network);
  const { inputs, outputs } = neighbours(network, focus, FOCUS_LINES);
  return [...inputs, ...outputs];
}

/** @param {Network} network @returns {Line[]} into the units that fired most, and into the answer */
function strongestLines(network) {
  const { layers, values } = network;
  return layers.flatMap((_, layer) => {
    const isLast = layer === layers.length - 1;
    const fired = values[linearStage(layer) + (isLast ? 0 : 1)];
    const numInputs = isLast ? LINE_SCORE_INPUTS : LINE_INPUTS;
    return strongest(fired.length, isLast ? 1 : LINE_UNITS, (unit) => fired[unit])
      .filter((unit) => unit.value > 0)
      .flatMap((unit) => linesInto(network, layer, unit.index, numInputs));
  });
}

/**
 * @param {Network} network
 * @param {number} layer
 * @param {number} unit
 * @param {number} count
 * @returns {Line[]}
 */
function linesInto({ layers, values }, layer, unit, count) {
  const { weight, inputs } = layers[layer];
  const stage = linearStage(layer);
  const given = values[stage - 1];
  const start = unit * inputs;
  return strongest(inputs, count, (index) => weight[start + index] * given[index]).map(
    ({ index, value }) => ({ from: { stage: stage - 1, index }, to: { stage, index: unit }, value }));
}

/**
 * @param {Network} network
 * @param {number} layer
 * @param {number} input
 * @param {number} count
 * @returns {Line[]}
 */
function linesOutOf({ layers, values }, layer, input, count) {
  const { weight, inputs, outputs } = layers[layer];
  const stage = linearStage(layer);
  const given = values[stage - 1][input];
  return strongest(outputs, count, (unit) => weight[unit * inputs + input] * given).map(
    ({ index, value }) => ({ from: { stage: stage - 1, index: input }, to: { stage, index }, value }));
}

/**
 * @param {number} size
 * @param {number} count
 * @param {(index: number) => number} valueAt
 * @returns {Strong[]} the `count` of largest absolute value, the strongest first, no NaN
 */
export function strongest(size, count, valueAt) {
  /** @type {Strong[]} */
  const best = [];
  let least = -1;
  for (let index = 0; index < size; index++) {
    const value = valueAt(index);
    const strength = Math.abs(value);
    if (Number.isNaN(value) || (best.length === count && strength <= least)) continue;
    let position = best.length;
    while (position > 0 && Math.abs(best[position - 1].value) < strength) position--;
    best.splice(position, 0, { index, value });
    if (best.length > count) best.pop();
    least = Math.abs(best[best.length - 1].value);
  }
  return best;
}
