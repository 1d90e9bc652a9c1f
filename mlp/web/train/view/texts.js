// What is said of a training's status, figures and moments, in the sentences from Python. It must not
// know where it stands.

import { count, duration, share } from "../../browser/numbers.js";
import { fill } from "../../browser/words.js";
import { heldOutOf, lossText, seenOf } from "../checkpoint.js";
import { GONE, isGoingOn, isOver, statusOf } from "./store.js";

/** @import { TrainingStore } from "../../browser/training_store.js" */
/** @import { Checkpoint } from "../checkpoint.js" */

/** @typedef {{value: string, note: string, isBad: boolean}} Said of a figure */
/** @typedef {{value?: string, note?: string, isBad?: boolean} & Record<string, any>} Figure with what its
 *    note is filled with if it has none of its own */

const MAX_TICKS = 12;
export const FIGURES = ["heldOut", "seen", "loss", "dead", "lost"];

/** @param {TrainingStore} store @param {any} words */
export function statusText(store, words) {
  const { report } = store;
  const status = statusOf(store);
  return fill(words.status[status] ?? status, {
    position: report?.position,
    epoch: report && epochAt(report.numImages, report),
    epochs: report?.epochs,
  });
}

/** @param {TrainingStore} store @param {any} words @returns {string} "" if there is nothing to say */
export function messageText(store, words) {
  const status = statusOf(store);
  if (status === GONE) return words.message.gone;
  return store.report?.message ?? words.message[status] ?? "";
}

/** @param {any} report @param {any} words @returns {string} how fast it is, how long it took, or when it begins */
export function paceText({ status, numImages, imagesPerS, leftS, elapsedS, waitS }, words) {
  if (status === "waiting") {
    return waitS === null ? "" : fill(words.wait, { wait: duration(Math.ceil(waitS)) });
  }
  if (!isGoingOn(status)) {
    return numImages ? fill(words.total, { images: count(numImages), elapsed: duration(elapsedS) }) : "";
  }
  if (leftS === null) return ""; // it is not known yet
  const pace = fill(words.pace, { pace: count(Number(imagesPerS.toPrecision(3))) });
  return `${pace} · ${fill(words.left, { left: duration(Math.ceil(leftS)) })}`;
}

/**
 * Say which epoch is on after so many images, 1-based.
 *
 * @param {number} numImages
 * @param {{totalImages: number, epochs: number}} report
 */
export function epochAt(numImages, { totalImages, epochs }) {
  return Math.min(epochs, Math.floor((numImages * epochs) / totalImages) + 1);
}

/**
 * Say the numbers that matter, of one checkpoint, each with what it means.
 *
 * @param {Checkpoint | null} checkpoint
 * @param {any} words
 * @returns {Record<string, Said>} by figure
 */
export function figureTexts(checkpoint, words) {
  const known = checkpoint ? figuresOf(checkpoint, words) : {};
  return Object.fromEntries(FIGURES.map((figure) => {
    const { value = words.unknown, note, isBad = false, ...filling } = known[figure] ?? {};
    return [figure, { value, isBad, note: checkpoint ? (note ?? fill(words.notes[figure], filling)) : "" }];
  }));
}

/** @param {Checkpoint} checkpoint @param {any} words @returns {Record<string, Figure>} */
function figuresOf(checkpoint, words) {
  const [heldOut, seen] = [heldOutOf(checkpoint), seenOf(checkpoint)];
  const { deadUnits, hiddenSizes, lostDigits } = checkpoint;
  const join = (/** @type {number[]} */ numbers) => numbers.map(count).join(words.and);
  return {
    heldOut: { value: share(...heldOut), right: count(heldOut[0]), all: count(heldOut[1]) },
    seen: { value: share(...seen), right: count(seen[0]), all: count(seen[1]) },
    loss: {
      value: lossText(checkpoint.seenLoss, words),
      heldOut: lossText(checkpoint.heldOutLoss, words),
      isBad: checkpoint.seenLoss === null,
    },
    dead: {
      value: join(deadUnits) || undefined,
      note: hiddenSizes.length ? undefined : words.noHiddenLayer,
      sizes: join(hiddenSizes),
      all: count(heldOut[1]),
      isBad: deadUnits.some((number, layer) => number > hiddenSizes[layer] / 2),
    },
    lost: { value: lostDigits.join(", ") || words.noneLost, isBad: lostDigits.length > 0 },
  };
}

/**
 * Say of when the figures are.
 *
 * @param {Checkpoint | null} checkpoint
 * @param {{isNow: boolean, status: string}} when
 * @param {any} words
 */
export function whenText(checkpoint, { isNow, status }, words) {
  if (!checkpoint) return "";
  const newest = isOver(status) ? words.asItEnded : words.asItIs;
  return fill(isNow ? newest : words.asItWas, { step: count(checkpoint.step) });
}

/** @param {Checkpoint | null} checkpoint @param {any} report @param {any} words */
export function momentText(checkpoint, report, words) {
  if (!checkpoint) return words.empty;
  const right = fill(words.right, { percent: share(...heldOutOf(checkpoint)) });
  return `${nameOf(checkpoint, report, words)} · ${right}`;
}

/** Name a checkpoint: by its step, the epoch that it belongs to, and the images seen. */
function nameOf(
  /** @type {Checkpoint} */ checkpoint, /** @type {any} */ report, /** @type {any} */ words,
) {
  if (checkpoint.step === 0) return words.beginning;
  return fill(words.checkpoint, {
    step: count(checkpoint.step),
    epoch: epochAt(checkpoint.numImages - 1, report), // the last step of an epoch is still in it
    images: count(checkpoint.numImages),
  });
}

/**
 * Mark where an epoch ended; not every mark has a label.
 *
 * @param {TrainingStore} store
 * @returns {{at: number, epoch: number, isLabelled: boolean}[]} at: share of the way, [0, 1]
 */
export function ticksOf({ report, checkpoints }) {
  const perEpoch = report ? report.totalImages / report.epochs : 0;
  const ends = [...checkpoints.entries()].filter(
    ([, { numImages }]) => numImages > 0 && numImages % perEpoch === 0,
  );
  const stride = Math.ceil(ends.length / MAX_TICKS);
  return ends.map(([index, { numImages }], number) => ({
    at: index / Math.max(0, checkpoints.length - 1),
    epoch: numImages / perEpoch,
    isLabelled: number % stride === 0,
  }));
}
