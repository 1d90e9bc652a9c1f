// Whether somebody is there, told by touches alone. It must not know what a touch is, nor what is done
// while nobody is there.

/**
 * @typedef {object} Clock
 * @property {() => number} nowMs
 * @property {(ms: number, ring: () => void) => () => void} later stops it
 */

/**
 * @typedef {object} Acts
 * @property {() => boolean} play begin to draw; false: there is nothing to draw on
 * @property {() => void} yield leave what is drawn on to the visitor, at once
 * @property {(isStillAlone: () => boolean) => Promise<boolean>} leave forget the visitor, with the page;
 *   false: the page stays
 */

const FIRST_MS = 4000; // for whoever has just pressed "Start over"

/** @type {Clock} */
const CLOCK = {
  nowMs: () => performance.now(),
  later(ms, ring) {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * A page begins without a visitor: after a moment it plays. Once somebody was there it plays no more,
 * but is left for a new one when nobody is.
 *
 * @param {number} idleMs without touch after which nobody is there
 * @param {Acts} acts
 * @param {Clock} [clock]
 */
export function createIdle(idleMs, acts, clock = CLOCK) {
  /** @type {"fresh" | "playing" | "visited" | "leaving"} */
  let state = "fresh";
  let lastMs = clock.nowMs(); // of the last touch, or of the beginning
  let stopTimer = wait(Math.min(FIRST_MS, idleMs));

  function wait(/** @type {number} */ ms) {
    return clock.later(ms, ring);
  }

  function ring() {
    const leftMs = lastMs + idleMs - clock.nowMs();
    if (state === "visited" && leftMs > 0) stopTimer = wait(leftMs);
    else if (state === "fresh" && acts.play()) state = "playing";
    else leave();
  }

  async function leave() {
    state = "leaving";
    await acts.leave(() => state === "leaving");
    // It may stay, or somebody came meanwhile.
    if (state === "leaving") [state, lastMs] = ["visited", clock.nowMs()];
    stopTimer = wait(idleMs);
  }

  return {
    /** Somebody is there. */
    touch() {
      lastMs = clock.nowMs();
      if (state === "playing") {
        acts.yield();
        stopTimer = wait(idleMs);
      }
      state = "visited";
    },
    state: () => state,
    stop: () => stopTimer(),
  };
}
