// The buttons in the header of every page. It must not know what is on a page.

import { served } from "../../browser/address.js";
import { find, mountOnce } from "../../browser/dom.js";
import { announce } from "../../browser/events.js";
import { arrive } from "../../browser/leaving.js";
import { nameButton } from "../../browser/words.js";
import { takeKey, toggleShow } from "./show.js";
import { startOver } from "./start_over.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */

/**
 * @typedef {object} Data
 * @property {any} words
 * @property {string} page as it is called in the address; "" is the first
 * @property {boolean} canShow whether there is a show mode
 */

const AGAIN_MS = 3000; // to press the key for the next visitor again
const MAIN = '[data-testid="stMain"]';
const ICONS = {
  tour: "M12 3a9 9 0 1 0 .01 0M15.5 8.5l-2 5-5 2 2-5z",
  next: "M4 12a8 8 0 1 0 2.6-5.9M4 4v4.5h4.5",
  show: "M3 5h18M4.5 5v10h15V5M12 15v3M8 21l4-3 4 3",
};

/** @param {Component<Data>} component */
export default function mountBar(component) {
  return mountOnce(component, ".bar", createBar);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createBar(root) {
  /** @type {string | null} */
  let shown = null; // the page that was shown last
  const acts = {
    tour: () => announce("tour", undefined),
    next: () => startOver(served("")),
    show: toggleShow,
  };
  const names = /** @type {(keyof typeof acts)[]} */ (Object.keys(acts));
  const button = (/** @type {string} */ name) => find(root, `button.${name}`);
  for (const name of names) button(name).onclick = () => acts[name]();

  /** A key is soon hit by mistake, and nothing brings a drawing back: it is asked for twice. */
  function askNext() {
    const { classList } = button("next");
    if (classList.contains("asked")) acts.next();
    classList.add("asked");
    setTimeout(() => classList.remove("asked"), AGAIN_MS);
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (!isPlain(event)) return;
    const key = event.key.toLowerCase();
    if (key === "n") askNext();
    else if (key === "f" && !button("show").hidden) acts.show();
    else if (!takeKey(event.key)) return;
    event.preventDefault();
  }
  document.addEventListener("keydown", press);

  return {
    update({ data: { words, page, canShow } }) {
      arrive(page);
      button("tour").hidden = page !== "";
      button("show").hidden = !canShow;
      if (shown !== null && shown !== page) document.querySelector(MAIN)?.scrollTo({ top: 0 });
      shown = page;
      for (const name of names) {
        const word = document.createElement("span");
        word.textContent = words[`${name}Short`];
        button(name).innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
        button(name).append(word);
        nameButton(button(name), words[name]);
      }
      const again = document.createElement("b");
      again.textContent = words.nextAgain;
      button("next").append(again);
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
