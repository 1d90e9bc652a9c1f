// What is said of the first layer's pictures, in the sentences from Python. It must not know where it
// stands.

import { count } from "../../browser/numbers.js";
import { fill } from "../../browser/words.js";
import { whereText } from "../checkpoint.js";

/** @import { Checkpoint } from "../checkpoint.js" */

/**
 * @typedef {object} Told
 * @property {boolean} isScores
 * @property {string} scale
 * @property {number} numTiles that are to be seen
 * @property {number} numUnits of the layer
 * @property {{some: string, all: string}} what
 * @property {string[]} layers what the units of each hidden layer are called
 * @property {number} size
 * @property {any} words
 */

/** @param {number} unit @param {Told} told */
export function nameOf(unit, { isScores, words }) {
  return fill(isScores ? words.score : words.unit, { number: unit });
}

/** @param {Told} told @returns {string} which units are to be seen */
export function whatText({ what, numTiles, numUnits }) {
  return numTiles < numUnits ? fill(what.some, { shown: count(numTiles) }) : what.all;
}

/** @param {Checkpoint | null} checkpoint @param {Told} told @returns {string} which units say nothing any more */
export function deadText(checkpoint, { layers: names, words }) {
  if (!checkpoint?.hiddenSizes.length) return "";
  const layers = checkpoint.deadUnits.flatMap((dead, index) => (dead > 0 ? [fill(words.deadLayer, {
    dead: count(dead),
    layer: names[index],
  })] : []));
  return layers.length ? fill(words.dead, { layers: layers.join(", ") }) : words.noDead;
}

/**
 * Say everything, by the class of its element.
 *
 * @param {Checkpoint | null} shown
 * @param {number} unit that is read out
 * @param {Told} told
 */
export function textsOf(shown, unit, told) {
  const { words, scale } = told;
  return {
    what: whatText(told),
    where: whereText(shown, words),
    name: nameOf(unit, told),
    scale: fill(words.scale, { scale }),
    least: fill(words.least, { scale }),
    largest: fill(words.largest, { scale }),
    dead: deadText(shown, told),
  };
}

/**
 * Describe the tiles and the large one to those who do not see them.
 *
 * @param {Checkpoint | null} shown
 * @param {number} unit
 * @param {Told} told
 */
export function labelsOf(shown, unit, told) {
  const { words, size } = told;
  const what = whatText(told);
  const where = whereText(shown, words);
  return {
    tiles: `${fill(words.label, { what, size, where })} ${deadText(shown, told)} ${words.keys}`,
    large: `${nameOf(unit, told)}. ${where}.`,
  };
}
