// Arrow keys turn the lesson's pages, unless something that uses them itself has the focus. It must
// not know what a step shows.

import { mountOnce } from "../../browser/dom.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */

/**
 * Steps as they are called in the address.
 *
 * @typedef {object} Places
 * @property {string} place the one that is shown
 * @property {string | null} before where the left arrow leads
 * @property {string | null} after where the right arrow leads
 */

const STEP_LIST = ".st-key-lesson_steps"; // there the arrows mean the same
const USES_ARROWS =
  'input, textarea, select, canvas, [contenteditable="true"], [role="slider"], [role="spinbutton"], ' +
  '[role="combobox"], [role="listbox"], [role="option"], [role="menu"], [role="dialog"], ' +
  '[role="tab"], [role="radio"], [role="application"]';

/** @param {Component<Places>} component */
export default function mountKeys(component) {
  return mountOnce(component, ".keys", createKeys);
}

/** @param {HTMLElement} root @returns {Mounted<Places>} */
function createKeys(root) {
  /** @type {Places} */
  let places;
  /** @type {Component["setTriggerValue"]} */
  let setTrigger;

  function onKey(/** @type {KeyboardEvent} */ event) {
    const place = placeFor(event, places);
    if (!place || event.defaultPrevented || isTaken(event.composedPath())) return;
    event.preventDefault();
    event.stopPropagation();
    places = { place, before: null, after: null }; // until Python has turned the page
    setTrigger("turned", place);
  }

  document.addEventListener("keydown", onKey, true); // before the list of steps moves its focus
  return {
    update(component) {
      setTrigger = component.setTriggerValue;
      places = component.data;
      const isTurned = root.dataset.place !== undefined && root.dataset.place !== places.place;
      root.dataset.place = places.place;
      if (isTurned) document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
    },
    stop: () => document.removeEventListener("keydown", onKey, true),
  };
}

/**
 * @param {Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">} event
 * @param {Places} places
 * @returns {string | null} the step that a key leads to
 */
export function placeFor({ key, altKey, ctrlKey, metaKey, shiftKey }, { before, after }) {
  if (altKey || ctrlKey || metaKey || shiftKey) return null;
  if (key === "ArrowLeft") return before;
  return key === "ArrowRight" ? after : null;
}

/** @param {EventTarget[]} path from the focus outwards @returns {boolean} whether it uses arrows */
function isTaken(path) {
  const elements = path.filter((node) => node instanceof Element);
  if (elements.some((element) => element.matches(STEP_LIST))) return false;
  return elements.some((element) => element.matches(USES_ARROWS));
}
