// Show mode: for a projector, nothing but the page's content, in large letters; page.css and
// stage.css lay it out. It must not know what a page shows.

import { announce } from "../../browser/events.js";

const STAGE = ".st-key-stage"; // on other pages these keys scroll
const STEPS = new Map([
  ["PageDown", 1], ["ArrowRight", 1], ["ArrowDown", 1],
  ["PageUp", -1], ["ArrowLeft", -1], ["ArrowUp", -1],
]); // a remote control for slides is a keyboard with the first key of each

/** @returns {boolean} whether the page is shown to an audience */
export function isShowing() {
  return "glassboxShow" in document.documentElement.dataset;
}

/** Begin or end show mode, with the whole screen where the browser lets us have it. */
export function toggleShow() {
  const { documentElement: root } = document;
  if (isShowing()) {
    delete root.dataset.glassboxShow;
    announce("show-step", 0);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
  } else {
    root.dataset.glassboxShow = "";
    root.requestFullscreen?.().catch(() => {}); // larger is enough
  }
}

/**
 * Take a key that means something in show mode.
 *
 * @param {string} key
 * @returns {boolean} whether it does
 */
export function takeKey(key) {
  if (!isShowing()) return false;
  const step = STEPS.get(key);
  if (key === "Escape") toggleShow();
  else if (step && document.querySelector(STAGE)) announce("show-step", step);
  else return false;
  return true;
}
