// When something is to be drawn again, and how often that may be. It must not know what is drawn.

import { watchPixelRatio } from "../../browser/dom.js";
import { announce, listen } from "../../browser/events.js";
import { watchTheme } from "../../browser/theme.js";
import { createTrainingFollower } from "../../browser/training_store.js";

/** @import { TrainingStore } from "../../browser/training_store.js" */

const COST_SHARE = 6; // on a slow machine drawings may take a sixth of the time, no more
const SEEN_MARGIN = "200px";
const STRETCH_KEY = "glassbox:training:stretched";

/**
 * Draw seldom enough: not more often than a period allows, nor than the machine bears; the last
 * wish always.
 *
 * @param {number} periodMs
 * @param {() => Promise<void> | void} draw
 */
export function createPacer(periodMs, draw) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let earliest = 0;
  let isDrawing = false;
  let isWanted = false;
  let isStopped = false;

  async function run() {
    timer = undefined;
    isWanted = false;
    isDrawing = true;
    const began = performance.now();
    try {
      await draw();
    } finally {
      const costMs = performance.now() - began;
      earliest = began + Math.max(periodMs, COST_SHARE * costMs);
      isDrawing = false;
    }
    if (isWanted) ask();
  }

  function ask() {
    isWanted = true;
    if (timer || isDrawing || isStopped) return;
    const wait = Math.max(0, earliest - performance.now());
    timer = setTimeout(() => requestAnimationFrame(run), wait);
  }

  return {
    ask,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/**
 * Follow everything that a drawing depends on: the training, the element's width, whether it is seen,
 * the theme, the pixels, and whether the beginning is stretched.
 *
 * @param {HTMLElement} root
 * @param {() => void} onChange
 */
export function createWatch(root, onChange) {
  const watch = {
    store: /** @type {TrainingStore | null} */ (null),
    place: /** @type {number | null} */ (null),
    isStretched: wasStretched(),
    isSeen: false,
    follow,
    stop,
  };
  /** @type {ReturnType<typeof createTrainingFollower> | undefined} */
  let follower;
  const sizes = new ResizeObserver(onChange);
  sizes.observe(root);
  const views = new IntersectionObserver(([entry]) => {
    watch.isSeen = entry.isIntersecting;
    onChange();
  }, { rootMargin: SEEN_MARGIN });
  views.observe(root);
  const stopListening = listen("training-stretched", (isStretched) => {
    watch.isStretched = isStretched;
    onChange();
  });
  watchTheme(root, onChange);
  const stopWatchingRatio = watchPixelRatio(onChange);

  /** @param {string} ticket */
  function follow(ticket) {
    if (follower) {
      if (watch.store?.ticket !== ticket) watch.store = watch.place = null;
      follower.follow(ticket);
    }
    follower ??= createTrainingFollower(ticket, (store, place) => {
      watch.store = store;
      watch.place = place;
      onChange();
    });
    onChange();
  }

  function stop() {
    follower?.stop();
    sizes.disconnect();
    views.disconnect();
    stopWatchingRatio();
    stopListening();
  }
  return watch;
}

function wasStretched() {
  try {
    return sessionStorage.getItem(STRETCH_KEY) === "1";
  } catch {
    return false; // a browser that keeps nothing
  }
}

/** Stretch the beginning in all charts of the page, and remember it. */
export function stretch(/** @type {boolean} */ isStretched) {
  try {
    sessionStorage.setItem(STRETCH_KEY, isStretched ? "1" : "0");
  } catch { /* a browser that keeps nothing */ }
  announce("training-stretched", isStretched);
}
