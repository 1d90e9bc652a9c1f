// The buttons in the header of every page. It must not know what is on a page.

import { served } from "../../browser/address.js";
import { find, mountOnce } from "../../browser/dom.js";
import { nameButton } from "../../browser/words.js";
import { startOver } from "./start_over.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */

/** @typedef {{words: any}} Data */

const AGAIN = "M4 12a8 8 0 1 0 2.6-5.9M4 4v4.5h4.5";

/** @param {Component<Data>} component */
export default function mountBar(component) {
  return mountOnce(component, ".bar", createBar);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createBar(root) {
  const next = find(root, ".next");
  const restart = () => startOver(served(""));
  next.onclick = restart;

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (event.key.toLowerCase() === "n" && isPlain(event)) restart();
  }
  document.addEventListener("keydown", press);

  return {
    update({ data: { words } }) {
      const word = document.createElement("span");
      word.textContent = words.nextShort;
      next.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${AGAIN}"/></svg>`;
      next.append(word);
      nameButton(next, words.next);
    },
    stop() {
      document.removeEventListener("keydown", press);
    },
  };
}

/** @param {KeyboardEvent} event @returns {boolean} whether it is a key for the page, not for a field or a view */
export function isPlain(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return false;
  const [target] = /** @type {HTMLElement[]} */ (event.composedPath());
  return !target.matches?.("input, textarea, select, [contenteditable=true]");
}
