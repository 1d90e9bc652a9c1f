// An exhibit: while nobody is there a ghost hand draws, whoever comes has the page at once, and nothing
// of anybody is left. It must not know what is on a page.

import { served } from "../../browser/address.js";
import { mountOnce } from "../../browser/dom.js";
import { hub } from "../../browser/hub.js";
import { forgetVisitor, startOver } from "../page_bar/start_over.js";
import { startGhost } from "./ghost.js";
import { createIdle } from "./idle.js";
import { closeWays, keepInAddress } from "./ways.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
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

/** @param {Component<Data>} component */
export default function mountExhibit(component) {
  return mountOnce(component, ".exhibit", createExhibit);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createExhibit(root) {
  /** @type {ReturnType<typeof createIdle> | undefined} */
  let idle;
  /** @type {Data} */
  let data;
  let stopGhost = () => {};

  function show() {
    root.dataset.state = idle?.state();
  }

  const acts = {
    play() {
      const hand = hub.pad()?.hand;
      if (!hand) return false;
      const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
      const first = Math.floor(Math.random() * data.digits.length);
      stopGhost = startGhost(data.digits, hand, { isCalm, first });
      return true;
    },
    yield: () => stopGhost(),
    leave: (/** @type {() => boolean} */ isStillAlone) => startOver(served(""), isStillAlone),
  };

  function touch(/** @type {Event} */ event) {
    // Browsers tell of moves of a pointer that rests when something moves below it.
    if (event instanceof PointerEvent && event.type === "pointermove" && !event.movementX && !event.movementY) return;
    idle?.touch();
    show();
  }
  // First of all that hear of it: the touch that ends the ghost may begin a stroke.
  for (const name of TOUCHES) window.addEventListener(name, touch, { capture: true, passive: true });
  window.addEventListener("pagehide", forgetVisitor); // whoever loads it again is another one
  const openWays = closeWays();
  const addresses = setInterval(() => {
    if (data.address) keepInAddress(data.address);
    show();
  }, ADDRESS_MS);

  return {
    update(component) {
      ({ data } = component);
      idle ??= createIdle(data.idleMs, acts);
      show();
    },
    stop() {
      for (const name of TOUCHES) window.removeEventListener(name, touch, { capture: true });
      window.removeEventListener("pagehide", forgetVisitor);
      clearInterval(addresses);
      openWays();
      idle?.stop();
      stopGhost();
    },
  };
}
