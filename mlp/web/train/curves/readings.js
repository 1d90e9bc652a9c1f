// How a training's networks read the visitor's digit: of most batches the server tells by itself, of
// the checkpoints it can be asked. It must not know who asks, nor how it is shown.

import { checkpointAt } from "../checkpoint.js";
import { firstAtLeast, imagesAt, isAtRest } from "./axis.js";

/** @import { TrainingStore } from "../../browser/training_store.js" */
/** @import { Checkpoint } from "../checkpoint.js" */
/** @import { Recipe } from "./axis.js" */

/** @typedef {(number | null)[]} Probabilities ten; null if the network had fallen apart */
/** @typedef {{from: number, until: number, probabilities: Probabilities}} Sample in images seen */

/** @param {Probabilities} probabilities @returns {probabilities is number[]} */
export function areNumbers(probabilities) {
  return probabilities.every((share) => Number.isFinite(share));
}

export function createReadings() {
  /** @type {number | null} number of the watched digit */
  let digit = null;
  /** @type {TrainingStore | null} */
  let store = null;
  let points = /** @type {number[]} */ ([]); // indices of the points that tell of it
  let numRead = 0; // points that were looked at for that
  /** @type {Map<string, Probabilities | null>} by fingerprint; null if they cannot be had */
  const answers = new Map();

  /** @returns {Probabilities | null} how the digit was read at a checkpoint */
  function at(/** @type {Checkpoint} */ { step, fingerprint }) {
    if (!store) return null;
    const { steps, probabilities } = store;
    const index = points[firstAtLeast(points, step, (point) => steps[point])];
    // Where a point stands for several batches, it is the one that the checkpoint's batch belongs to.
    const isThere = index !== undefined && step > (steps[index - 1] ?? 0);
    return isThere ? probabilities[index] : (answers.get(fingerprint) ?? null);
  }

  return {
    at,
    digit: () => digit,
    numPoints: () => points.length,
    numAnswers: () => [...answers.values()].filter((answer) => answer !== null).length,

    /** Find the points that tell of the watched digit; only new ones are looked at. */
    take(/** @type {TrainingStore | null} */ newStore, /** @type {number | null} */ newDigit) {
      if (newDigit !== digit || newStore !== store || (store && store.steps.length < numRead)) {
        [digit, store, points, numRead] = [newDigit, newStore, [], 0];
        answers.clear();
      }
      if (digit === null || !store) return;
      for (; numRead < store.steps.length; numRead++) {
        if (store.digits[numRead] === digit && store.probabilities[numRead]) points.push(numRead);
      }
    },

    /** Keep what a network answered, if the same digit and training are still looked at. */
    keep(
      /** @type {{digit: number, store: TrainingStore, fingerprint: string}} */ asked,
      /** @type {Probabilities | null} */ probabilities,
    ) {
      if (asked.digit === digit && asked.store === store) answers.set(asked.fingerprint, probabilities);
    },

    /**
     * Choose a checkpoint that is still to be asked for: the one looked at, then, unless it would cost
     * the training time, the others.
     *
     * @param {number | null} place
     * @returns {Checkpoint | undefined}
     */
    nextMissing(place) {
      const isMissing = (/** @type {Checkpoint} */ checkpoint) =>
        !answers.has(checkpoint.fingerprint) && !at(checkpoint);
      const looked = checkpointAt(store, place);
      if (looked && isMissing(looked)) return looked;
      return isAtRest(store) ? store.checkpoints.findLast(isMissing) : undefined;
    },

    /**
     * List what is known; later ones lie over. Of the batches that end on one column of pixels only the
     * last is listed: thousands cost no more than hundreds.
     *
     * @param {Recipe} recipe
     * @param {(images: number) => number} columnOf
     * @returns {Sample[]}
     */
    samples(recipe, columnOf) {
      if (!store) return [];
      const ofBatches = points.map((index) => batchSample(/** @type {TrainingStore} */ (store), index, recipe));
      return [...checkpointSamples(store, answers), ...mergeByColumn(ofBatches, columnOf)];
    },
  };
}

/** @param {TrainingStore} store @param {number} index @param {Recipe} recipe @returns {Sample} */
function batchSample({ steps, probabilities }, index, recipe) {
  return {
    from: imagesAt(steps[index - 1] ?? 0, recipe),
    until: imagesAt(steps[index], recipe),
    probabilities: probabilities[index],
  };
}

/** @param {TrainingStore} store @param {Map<string, Probabilities | null>} answers @returns {Sample[]} */
function checkpointSamples({ checkpoints }, answers) {
  return checkpoints.flatMap(({ fingerprint, numImages }, index) => {
    const probabilities = answers.get(fingerprint);
    return probabilities ? [{ from: checkpoints[index - 1]?.numImages ?? 0, until: numImages, probabilities }] : [];
  });
}

/**
 * Let each sample take over those before it that begin and end on its column.
 *
 * @param {Sample[]} samples rising
 * @param {(images: number) => number} columnOf
 */
export function mergeByColumn(samples, columnOf) {
  /** @type {Sample[]} */
  const merged = [];
  for (const sample of samples) {
    const last = merged.at(-1);
    const isOnOne = last?.until === sample.from && columnOf(sample.from) === columnOf(sample.until);
    if (last && isOnOne) merged[merged.length - 1] = { ...sample, from: last.from };
    else merged.push(sample);
  }
  return merged;
}
