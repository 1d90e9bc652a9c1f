// How far a signal has come on its way through the network, by the time since it started. It must not
// know how that is drawn, nor what a stage is.

/**
 * @typedef {object} Reveal
 * @property {number[]} shares [0, 1] of each stage that the signal has reached; of the first one, the
 *   picture, how much of it lies in the long row
 * @property {boolean} isSlow what it has not reached is not to be seen
 */

export const QUICK_MS = 1000;
export const STEP_MS = 1100; // a step of the slow signal: 8.8 s for the bundled network's eight
const SLOW_SHARE = 0.65; // of a step, after which it rests
const OVERLAP = 2.2; // steps of the quick signal: the next begins before one has ended

/**
 * The quick signal, each stage a little after the one before.
 *
 * @param {number} ms since it started
 * @param {number} numStages
 * @returns {Reveal}
 */
export function revealAt(ms, numStages) {
  const stepMs = QUICK_MS / (numStages - 1 + OVERLAP);
  const shares = sharesOf(numStages, (stage) => ms / stepMs - stage, OVERLAP);
  return { shares, isSlow: false };
}

/**
 * The slow signal, one stage in each step.
 *
 * @param {number} ms since it started
 * @param {number} numStages
 * @returns {Reveal}
 */
export function slowRevealAt(ms, numStages) {
  const shares = sharesOf(numStages, (stage) => ms / STEP_MS - stage, SLOW_SHARE);
  return { shares, isSlow: true };
}

/**
 * @param {number} numStages
 * @param {(stage: number) => number} since steps since a stage began
 * @param {number} length of a stage, in steps
 */
function sharesOf(numStages, since, length) {
  return Array.from({ length: numStages }, (_, stage) => eased(since(stage) / length));
}

/** @param {number} share of the time @returns {number} of the way: it starts and ends gently */
function eased(share) {
  const within = Math.min(1, Math.max(0, share));
  return within * within * (3 - 2 * within);
}

/** @param {number} ms of the slow signal @param {number} numStages @returns {number} the step, 0-based */
export function stepAt(ms, numStages) {
  return Math.min(numStages - 1, Math.max(0, Math.floor(ms / STEP_MS)));
}
