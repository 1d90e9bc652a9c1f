// All points of a training with their running means, thinned out for a screen. It must not know who
// draws them.

import { firstAtLeast, imagesAt } from "./axis.js";

/** @import { TrainingStore } from "../../browser/training_store.js" */
/** @import { Axis, Recipe } from "./axis.js" */

/** @typedef {"losses" | "accuracies"} Name */
/** @typedef {{x: number[], y: (number | null)[], texts?: string[]}} Curve gaps where it is no number */

export const RUNNING = 20; // points in a running mean at most; at first a quarter of those there are

/** @type {Name[]} */
const NAMES = ["losses", "accuracies"];

/** Keep the points of a training; they grow with what is announced. */
export function createTrack() {
  let ticket = "";
  let images = /** @type {number[]} */ ([]);
  let points = emptyCurves();
  let means = emptyCurves();
  let lowest = Infinity;
  let highest = 0;
  let perPoint = 1;

  function clear() {
    images = [];
    [points, means] = [emptyCurves(), emptyCurves()];
    [lowest, highest, perPoint] = [Infinity, 0, 1];
  }

  return {
    clear,
    /** @param {TrainingStore} store @param {Recipe} recipe */
    extend(store, recipe) {
      if (store.ticket !== ticket || store.steps.length < images.length) clear();
      ticket = store.ticket;
      const { steps } = store;
      points = { losses: store.losses, accuracies: store.accuracies };
      for (let index = images.length; index < steps.length; index++) {
        images.push(imagesAt(steps[index], recipe));
        perPoint = Math.max(perPoint, steps[index] - (steps[index - 1] ?? 0));
        for (const name of NAMES) means[name].push(meanUpTo(points[name], index));
        const loss = means.losses[index];
        if (loss !== null) [lowest, highest] = [Math.min(lowest, loss), Math.max(highest, loss)];
      }
    },
    /** In a very long training a point stands for several batches. */
    stepsPerPoint: () => perPoint,
    /** Of the running mean of the loss; lowest > highest if there is none. */
    range: () => ({ lowest, highest }),

    /** @param {number} numImages @returns the running means then */
    runningAt(numImages) {
      const after = firstAtLeast(images, numImages + 1, (seen) => seen);
      return after ? { loss: means.losses[after - 1], accuracy: means.accuracies[after - 1] } : null;
    },

    /** @param {Name} name @param {Axis} axis @param {number} columns of pixels */
    thinnedOut: (name, axis, columns) =>
      thinOut(images, points[name], means[name], (seen) => Math.floor(axis.share(seen) * columns)),
  };
}

/** @returns {Record<Name, (number | null)[]>} */
function emptyCurves() {
  return { losses: [], accuracies: [] };
}

/**
 * Take the mean of the last points up to an index.
 *
 * @param {(number | null)[]} values
 * @param {number} index
 * @returns {number | null} null if one of them is no number
 */
export function meanUpTo(values, index) {
  const first = index + 1 - Math.min(RUNNING, Math.ceil((index + 1) / 4));
  let total = 0;
  for (let at = first; at <= index; at++) {
    const value = values[at];
    if (value === null) return null;
    total += value;
  }
  return total / (index - first + 1);
}

/**
 * Thin curves out to what a screen can show: of the batches that fall on one column of pixels the
 * least and the largest, which paint the same stroke as all of them would; of the running mean the
 * last. Thousands of points then cost no more than a few hundred.
 *
 * @param {number[]} images seen at each point, rising
 * @param {(number | null)[]} values
 * @param {(number | null)[]} averages
 * @param {(images: number) => number} columnOf
 * @returns {{batches: Curve, running: Curve}}
 */
export function thinOut(images, values, averages, columnOf) {
  const batches = /** @type {Curve} */ ({ x: [], y: [] });
  const running = /** @type {Curve} */ ({ x: [], y: [] });
  for (let start = 0; start < images.length;) {
    const column = columnOf(images[start]);
    let [least, largest, end] = [start, start, start];
    for (; end < images.length && columnOf(images[end]) === column; end++) {
      if (Number(values[end]) < Number(values[least])) least = end; // no number counts as 0
      if (Number(values[end]) > Number(values[largest])) largest = end;
    }
    for (const index of [...new Set([least, largest])].sort((one, other) => one - other)) {
      batches.x.push(images[index]);
      batches.y.push(values[index]);
    }
    running.x.push(images[end - 1]);
    running.y.push(averages[end - 1]);
    start = end;
  }
  return { batches, running };
}
