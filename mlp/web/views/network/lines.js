// Lines between values: the strongest of those that end in a cell, begin there, or are anywhere. It must
// not know what they measure, nor how they are drawn or said.

/** @import { Cell, Stage } from "./stages.js" */

/** @typedef {{index: number, value: number}} Strong */

/**
 * @typedef {object} Line between a value and one of the next linear stage
 * @property {Cell} from
 * @property {Cell} to
 * @property {number} value what it measures
 * @property {number} strength [0, 1], how strongly it is drawn
 */

/**
 * What each weight of a network has to show.
 *
 * @typedef {object} Measured
 * @property {Stage[]} stages
 * @property {{outputs: number, inputs: number}[]} layers
 * @property {(layer: number, unit: number, input: number) => number} valueOf a weight
 * @property {(layer: number, value: number) => number} strengthOf a line, [0, 1]
 * @property {(layer: number) => [unit: number, input: number][]} strongest of a layer's weights, when no
 *   cell is looked at
 */

const FOCUS_LINES = 24; // on each side of the cell that is looked at

/** @param {number} layer 0-based @returns {number} the stage of its sums */
export const linearStage = (layer) => 1 + 2 * layer;

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
 * @param {Measured} measured
 * @param {Cell} cell
 * @param {number} count at most so many on each side
 * @returns {{inputs: Line[], outputs: Line[]}} lines into and out of one cell, the strongest first
 */
export function neighbours(measured, cell, count) {
  const { stages, layers, valueOf } = measured;
  const layer = layerOf(cell, stages, layers.length);
  const next = layer === null ? 0 : layer + 1;
  const { index } = cell;
  const into = layer === null ? [] : strongest(layers[layer].inputs, count, (input) => valueOf(layer, index, input));
  const outOf = next >= layers.length
    ? []
    : strongest(layers[next].outputs, count, (unit) => valueOf(next, unit, index));
  return {
    inputs: into.map((input) => lineOf(measured, Number(layer), index, input.index)),
    outputs: outOf.map((unit) => lineOf(measured, next, unit.index, index)),
  };
}

/**
 * @param {Measured} measured
 * @param {Cell | null} focus the cell that is looked at
 * @returns {Line[]} the strongest into and out of it, or else of the whole network
 */
export function linesFor(measured, focus) {
  if (focus) {
    const { inputs, outputs } = neighbours(measured, focus, FOCUS_LINES);
    return [...inputs, ...outputs];
  }
  return measured.layers.flatMap((_, layer) =>
    measured.strongest(layer).map(([unit, input]) => lineOf(measured, layer, unit, input)));
}

/**
 * @param {Measured} measured
 * @param {number} layer
 * @param {number} unit
 * @param {number} input
 * @returns {Line}
 */
function lineOf({ valueOf, strengthOf }, layer, unit, input) {
  const stage = linearStage(layer);
  const value = valueOf(layer, unit, input);
  return {
    from: { stage: stage - 1, index: input }, to: { stage, index: unit }, value,
    strength: strengthOf(layer, value),
  };
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
