// How far a training is in images seen, and the axis that shows it. It must not know what is drawn.

/** @import { TrainingStore } from "../../browser/training_store.js" */

/** @typedef {{epochs: number, batchSize: number, numImages: number}} Recipe */

/**
 * @typedef {object} Axis of the images seen
 * @property {boolean} isStretched logarithmic
 * @property {number} low
 * @property {number} high
 * @property {(images: number) => number} share where it lies from left to right, [0, 1]
 */

const ZOOM = 4; // the axis reaches to the whole, a quarter, a sixteenth … of the training
const LEAST_BATCHES = 8; // what the axis shows at least
const OVER = ["done", "stopped", "diverged", "failed"];

/**
 * Say how many images were seen after so many batches; an epoch's last one may be smaller.
 *
 * @param {number} step
 * @param {Recipe} recipe
 */
export function imagesAt(step, { numImages, batchSize }) {
  const perEpoch = Math.ceil(numImages / batchSize);
  return Math.floor(step / perEpoch) * numImages + (step % perEpoch) * batchSize;
}

/** @param {TrainingStore | null} store @returns {store is TrainingStore} whether its networks may be asked */
export function isAtRest(store) {
  return store !== null && (store.report.status === "paused" || OVER.includes(store.report.status));
}

/** @param {TrainingStore | null} store */
export function lastStep(store) {
  return Math.max(store?.steps.at(-1) ?? 0, store?.checkpoints.at(-1)?.step ?? 0);
}

/**
 * Choose the axis: from 0 to where the training will end, but while it has hardly begun to a part of
 * that, so that the first batches are seen; once it is over, to where it ended. What lies beside it is
 * never cut off.
 *
 * @param {TrainingStore | null} store
 * @param {Recipe} recipe
 * @param {boolean} isStretched
 * @param {number} longest images that were seen by the longest of those that lie beside it
 * @returns {Axis}
 */
export function axisOf(store, recipe, isStretched, longest = 0) {
  const total = recipe.epochs * recipe.numImages;
  const batch = Math.min(recipe.batchSize, recipe.numImages);
  const seen = imagesAt(lastStep(store), recipe);
  const least = Math.min(total, Math.max(seen, LEAST_BATCHES * batch));
  let high = total;
  if ([...OVER, "gone"].includes(store?.report.status)) high = least;
  else while (high / ZOOM >= least) high /= ZOOM;
  high = Math.max(high, longest);
  // On a logarithmic axis there is no place for what was before the first batch: the left edge.
  const low = isStretched ? 0.7 * batch : 0;
  const span = isStretched ? Math.log(high / low) : high;
  const share = (/** @type {number} */ images) => {
    const along = isStretched ? Math.log(Math.max(images, low) / low) : images;
    return Math.min(1, Math.max(0, along / span));
  };
  return { isStretched, low, high, share };
}

/**
 * Search in what rises.
 *
 * @template Item
 * @param {Item[]} items
 * @param {number} least
 * @param {(item: Item) => number} valueOf
 * @returns {number} index of the first item whose value is at least so large; the length if none is
 */
export function firstAtLeast(items, least, valueOf) {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueOf(items[middle]) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
