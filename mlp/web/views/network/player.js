// A signal that runs: quickly, or step by step with a pause whenever one likes. It must not know what
// it reveals.

import { QUICK_MS, revealAt, slowRevealAt, STEP_MS, stepAt } from "./signal.js";

/** @import { Reveal } from "./signal.js" */

/**
 * @typedef {object} Clock
 * @property {() => number} now in milliseconds
 * @property {(draw: () => void) => number} nextFrame
 * @property {(frame: number) => void} cancel
 */

/** @typedef {{reveal: Reveal, step: number, isPaused: boolean}} Playing step: -1 of the quick signal */

const REST_MS = 2500; // at the end of the slow signal
/** @type {Clock} */
const SCREEN = {
  now: () => performance.now(),
  nextFrame: (draw) => requestAnimationFrame(draw),
  cancel: (frame) => cancelAnimationFrame(frame),
};

/**
 * @param {() => void} onChange a frame is to be drawn
 * @param {Clock} clock
 */
export function createPlayer(onChange, clock = SCREEN) {
  let numStages = 0; // 0: nothing runs
  let isSlow = false;
  let isPaused = false;
  let ms = 0;
  let last = 0;
  let frame = 0;

  function start(/** @type {number} */ stages, /** @type {boolean} */ slow) {
    clock.cancel(frame);
    [numStages, isSlow, isPaused, ms, last] = [stages, slow, false, 0, clock.now()];
    frame = clock.nextFrame(tick);
  }

  function tick() {
    const now = clock.now();
    ms += now - last;
    last = now;
    const endMs = isSlow ? numStages * STEP_MS + REST_MS : QUICK_MS;
    if (ms >= endMs) stop();
    else {
      frame = clock.nextFrame(tick);
      onChange();
    }
  }

  function stop() {
    if (!numStages) return;
    clock.cancel(frame);
    numStages = 0;
    onChange();
  }

  function pause(/** @type {boolean} */ isToPause) {
    if (!numStages || !isSlow) return;
    clock.cancel(frame);
    isPaused = isToPause;
    last = clock.now();
    if (!isPaused) frame = clock.nextFrame(tick);
    onChange();
  }

  return {
    /** @returns {Playing | null} null: everything is to be seen */
    at() {
      if (!numStages) return null;
      const reveal = (isSlow ? slowRevealAt : revealAt)(ms, numStages);
      return { reveal, isPaused, step: isSlow ? stepAt(ms, numStages) : -1 };
    },
    isSlow: () => numStages > 0 && isSlow,
    quick: (/** @type {number} */ stages) => start(stages, false),
    slow: (/** @type {number} */ stages) => start(stages, true),
    toggle: () => pause(!isPaused),
    /** Go to the end of the step after or before this one, and stay there. */
    go(/** @type {1 | -1} */ by) {
      if (!numStages || !isSlow) return;
      const step = Math.min(numStages - 1, Math.max(0, stepAt(ms, numStages) + by));
      ms = (step + 0.99) * STEP_MS;
      pause(true);
    },
    stop,
  };
}
