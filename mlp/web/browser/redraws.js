// When views are brought up to the newest answer that cost more than an answer's time: each in its
// turn, while the pen is down one a task, so that what follows every move of the pen keeps its pace. It
// must not know what they show.

/** @import { Answer } from "./messages.js" */

/**
 * @typedef {object} Clock
 * @property {() => number} now in milliseconds
 * @property {(task: () => void) => void} soon another task, behind those that wait already
 * @property {(task: () => void, waitMs: number) => void} later
 * @property {(element: Element, onChange: (isInside: boolean) => void) => () => void} watchWindow
 *   tells whether the element is inside the window; returns what stops that
 */

/**
 * @typedef {object} View
 * @property {(answer: Answer | null) => boolean} draw null before the first answer; whether it could
 * @property {Answer | null | undefined} shown undefined: nothing, or nothing that is still right
 * @property {boolean} isFirst before all others once the pen is up
 * @property {boolean} isStill no answer changes it, and no stroke puts it off: it is on a page without a pad
 * @property {boolean} isInside the window
 * @property {boolean} isStanding it has been drawn; the first time costs most
 * @property {number} costMs of drawing it last
 * @property {number} turn in which it was drawn last
 */

const SLOT_MS = 8; // of drawing after an answer while the pen is down: half a frame
const FRAME_MS = 16;
const TASK_MS = 24; // of drawing in one task while the pen is up; each task may cost a frame of its own
const NO_ANSWER_MS = 30; // after which the next slot begins without one

/**
 * Bring views up to the newest answer. While the pen is down only what stands inside the window is
 * redrawn, in the time that answers leave; once it is up, everything, inside the window first.
 *
 * @param {{follow: (onAnswer: (answer: Answer) => void) => unknown}} hub
 * @param {Clock} clock
 */
export function createRedraws(hub, { now, soon, later, watchWindow }) {
  /** @type {Set<View>} */
  const views = new Set();
  /** @type {Answer | null} */
  let newest = null;
  let slotMs = 0; // drawn since the slot began
  let pause = 0; // number of the pause between two slots, 0 if there is none
  let numPauses = 0;
  let restsUntil = 0;
  let numTurns = 0;
  let isAsked = false;

  hub.follow((answer) => {
    newest = answer;
    if (answer.isSettled || now() >= restsUntil) beginSlot();
  });

  function beginSlot() {
    slotMs = pause = 0;
    ask();
  }

  function ask() {
    if (isAsked || pause) return;
    isAsked = true;
    soon(turn);
  }

  /** Draw one view, and more while the pen is up. */
  function turn() {
    isAsked = false;
    const endsAt = now() + TASK_MS;
    while (drawNext() && newest?.isSettled !== false && now() < endsAt);
  }

  /** @returns {boolean} whether another may follow in this task: what comes first is shown at once */
  function drawNext() {
    const isDrawing = newest !== null && !newest.isSettled;
    const waiting = inTurn([...views], newest);
    if (!waiting.length || pause) return false;
    const view = waiting.find(({ costMs }) => !isDrawing || slotMs === 0 || slotMs + costMs <= SLOT_MS);
    if (!view) {
      endSlot();
      return false;
    }
    const startedAt = now();
    view.shown = newest;
    view.turn = ++numTurns;
    try {
      view.isStanding = view.draw(newest) || view.isStanding;
    } finally {
      view.costMs = now() - startedAt;
      slotMs += view.costMs;
      ask();
    }
    return !view.isFirst;
  }

  /** Leave the page to others: on a slow machine, where one view took too long, as long as that. */
  function endSlot() {
    const ended = (pause = ++numPauses);
    restsUntil = now() + (slotMs > FRAME_MS ? slotMs : 0);
    later(() => {
      if (pause === ended) beginSlot();
    }, Math.max(slotMs, NO_ANSWER_MS));
  }

  return {
    /**
     * Let a view follow, or be drawn in its turn whenever it is outdated.
     *
     * @param {Element} element where it is
     * @param {View["draw"]} draw
     * @param {{isFirst?: boolean, isStill?: boolean}} [options] see `View`
     */
    add(element, draw, { isFirst = false, isStill = false } = {}) {
      /** @type {View} */
      const view = {
        draw, isFirst, isStill, shown: undefined, isInside: false, isStanding: false, costMs: 0, turn: 0,
      };
      const stopWatching = watchWindow(element, (isInside) => {
        view.isInside = isInside;
        ask();
      });
      views.add(view);
      ask();
      return {
        /** What it shows is no longer right, whatever the answer. */
        outdate() {
          view.shown = undefined;
          ask();
        },
        stop() {
          stopWatching();
          views.delete(view);
        },
      };
    },
  };
}

/**
 * The views that wait, in their turn.
 *
 * @param {View[]} views
 * @param {Answer | null} newest
 */
function inTurn(views, newest) {
  const isDrawing = newest !== null && !newest.isSettled;
  const place = (/** @type {View} */ view) => (!isDrawing && view.isFirst ? -1 : Number(!view.isInside));
  const isOutdated = (/** @type {View} */ { shown, isStill }) => shown === undefined || (!isStill && shown !== newest);
  return views
    .filter((view) => isOutdated(view) && (!isDrawing || view.isStill || (view.isInside && view.isStanding)))
    .sort((one, other) => place(one) - place(other) || one.turn - other.turn);
}
