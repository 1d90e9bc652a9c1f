// Whether somebody is there, told by touches alone. It must not know what a touch is, nor what is done
// while nobody is there.

/**
 * @typedef {object} Clock
 * @property {() => number} nowMs
 * @property {(ms: number, ring: () => void) => void} later
 */

/**
 * @typedef {object} Acts
 * @property {() => boolean} play begin to draw; false: there is nothing to draw on
 * @property {() => void} yield leave what is drawn on to the visitor, at once
 * @property {(isStillAlone: () => boolean) => Promise<boolean>} leave forget the visitor, with the page;
 *   false: the page stays
 * @property {(state: State) => void} tell whenever it is another one
 */
/** @typedef {"fresh" | "playing" | "visited" | "leaving"} State */

const FIRST_MS = 4000; // for whoever has just pressed "Start over"

/** @type {Clock} */
const CLOCK = {
  nowMs: () => performance.now(),
  later: (ms, ring) => void setTimeout(ring, ms),
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
  /** @type {State} */
  let state;
  let lastMs = clock.nowMs(); // of the last touch, or of the beginning

  function be(/** @type {State} */ next) {
    if (state !== next) acts.tell(next);
    state = next;
  }

  function ring() {
    const leftMs = lastMs + idleMs - clock.nowMs();
    if (state === "visited" && leftMs > 0) clock.later(leftMs, ring);
    else if (state === "fresh" && acts.play()) be("playing");
    else leave();
  }

  async function leave() {
    be("leaving");
    await acts.leave(() => state === "leaving");
    // It may stay, or somebody came meanwhile.
    be("visited");
    clock.later(idleMs, ring);
  }

  be("fresh");
  clock.later(Math.min(FIRST_MS, idleMs), ring);

  return {
    /** Somebody is there. */
    touch() {
      lastMs = clock.nowMs();
      if (state === "playing") {
        acts.yield();
        clock.later(idleMs, ring);
      }
      be("visited");
    },
  };
}
