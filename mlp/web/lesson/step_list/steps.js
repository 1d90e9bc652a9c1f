// The list of steps, and the arrow keys that turn the lesson's pages unless something that uses them
// itself has the focus. It must not know what a step shows.

import { mountOnce } from "../../browser/dom.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */

/** @typedef {{place: string, number: string, name: string}} Entry */

/**
 * Steps as they are called in the address.
 *
 * @typedef {object} Places
 * @property {string} place the one that is shown
 * @property {string | null} before where the left arrow leads
 * @property {string | null} after where the right arrow leads
 */

/** @typedef {Places & {label: string, groups: {label: string, entries: Entry[]}[]}} Data */

const USES_ARROWS =
  'input, textarea, select, canvas, [contenteditable="true"], [role="slider"], [role="spinbutton"], ' +
  '[role="combobox"], [role="listbox"], [role="option"], [role="menu"], [role="dialog"], ' +
  '[role="tab"], [role="radio"], [role="application"], [data-scrolls]';

/** @param {Component<Data>} component */
export default function mountSteps(component) {
  return mountOnce(component, ".steps", createSteps);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createSteps(root) {
  /** @type {Places} */
  let places;
  /** @type {Component["setTriggerValue"]} */
  let setTrigger;
  let text = "";

  function turn(/** @type {string} */ place) {
    if (place === places.place) return;
    places = { place, before: null, after: null }; // until Python has turned the page
    mark(root, place);
    setTrigger("turned", place);
  }

  function onKey(/** @type {KeyboardEvent} */ event) {
    const place = placeFor(event, places);
    if (!place || event.defaultPrevented || isTaken(event.composedPath())) return;
    event.preventDefault();
    event.stopPropagation();
    turn(place);
  }

  document.addEventListener("keydown", onKey, true);
  return {
    update(component) {
      setTrigger = component.setTriggerValue;
      places = component.data;
      const { label, groups, place } = component.data;
      const newText = JSON.stringify(groups);
      if (newText !== text) {
        text = newText;
        root.setAttribute("aria-label", label);
        root.replaceChildren(...groups.map((group) => createGroup(group, turn)));
      }
      mark(root, place);
      const isTurned = root.dataset.place !== undefined && root.dataset.place !== place;
      root.dataset.place = place;
      if (isTurned) document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
    },
    stop: () => document.removeEventListener("keydown", onKey, true),
  };
}

/**
 * @param {{label: string, entries: Entry[]}} group
 * @param {(place: string) => void} turn
 */
function createGroup({ label, entries }, turn) {
  const section = document.createElement("section");
  const heading = document.createElement("p");
  heading.textContent = label;
  const list = document.createElement("ol");
  list.setAttribute("aria-label", label);
  list.append(...entries.map((entry) => createEntry(entry, turn)));
  section.append(heading, list);
  return section;
}

/** @param {Entry} entry @param {(place: string) => void} turn */
function createEntry({ place, number, name }, turn) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.place = place;
  button.title = name;
  const [strong, small] = [document.createElement("b"), document.createElement("span")];
  strong.textContent = number;
  small.textContent = name;
  small.className = "name";
  button.append(strong, " ", small);
  button.onclick = () => turn(place);
  item.append(button);
  return item;
}

/** Mark the step that is shown. */
function mark(/** @type {HTMLElement} */ root, /** @type {string} */ place) {
  for (const button of root.querySelectorAll("button")) {
    if (button.dataset.place === place) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
  }
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
  return path.some((node) => node instanceof Element && node.matches(USES_ARROWS));
}
