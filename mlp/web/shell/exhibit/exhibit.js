// An exhibit: while nobody is there a ghost hand draws, whoever comes has the page at once, and nothing
// of anybody is left. It must not know what is on a page.

import { served } from "../../browser/address.js";
import { hub } from "../../browser/hub.js";
import { forgetVisitor, startOver } from "../page_bar/start_over.js";
import { startGhost } from "./ghost.js";
import { createIdle } from "./idle.js";
import { closeWays, keepInAddress } from "./ways.js";

/** @import { Component } from "../../browser/dom.js" */
/** @import { Digit } from "./ghost.js" */
/** @import { Named } from "./ways.js" */

/**
 * @typedef {object} Data
 * @property {number} idleMs without touch after which nobody is there
 * @property {Named | null} address what says in the address that this is an exhibit; null: it need not
 * @property {Digit[]} digits for the ghost
 */

const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel"];
const ADDRESS_MS = 500; // Streamlit writes addresses of its own

let isWatched = false; // whatever Streamlit does with the component, whoever is there stays

/** @param {Component<Data>} component */
export default function mountExhibit({ data }) {
  if (!isWatched) watch(data);
  isWatched = true;
}

/**
 * Watch for visitors for as long as the page stands: there is no way out of an exhibit.
 *
 * @param {Data} data
 */
function watch({ idleMs, address, digits }) {
  let stopGhost = () => {};

  const idle = createIdle(idleMs, {
    play() {
      const hand = hub.pad()?.hand;
      if (!hand) return false;
      const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
      stopGhost = startGhost(digits, hand, { isCalm, first: Math.floor(Math.random() * digits.length) });
      return true;
    },
    yield: () => stopGhost(),
    leave: (isStillAlone) => startOver(served(""), isStillAlone),
    tell: (state) => (document.documentElement.dataset.glassboxExhibit = state),
  });

  function touch(/** @type {Event} */ event) {
    if (!isRest(event)) idle.touch();
  }
  // First of all that hear of it: the touch that ends the ghost may begin a stroke.
  for (const name of TOUCHES) window.addEventListener(name, touch, { capture: true, passive: true });
  window.addEventListener("pagehide", forgetVisitor); // whoever loads it again is another one
  closeWays();
  if (address) setInterval(() => keepInAddress(address), ADDRESS_MS);
}

/**
 * @param {Event} event
 * @returns {boolean} whether a pointer rests: browsers tell of moves when something moves below it
 */
function isRest(event) {
  return event.type === "pointermove" && event instanceof PointerEvent && !event.movementX && !event.movementY;
}
