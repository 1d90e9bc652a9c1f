// Which training is the visitor's, kept for this tab: after a reload Streamlit knows nothing of the
// session before, so the new one is told once. It must not know what a training is.

import { mountOnce } from "../../browser/dom.js";
import { createHeart } from "./heart.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */

/** @typedef {{ticket: string, follows: boolean}} Found follows: whether its pages show its network */

/**
 * @typedef {object} Data
 * @property {string} session
 * @property {string | null} ticket null: this session has no training
 * @property {string} path where the server is told that the visitor is there
 * @property {boolean} follows
 * @property {boolean} isGone the server has none by the ticket that was found
 */

const STORE = "glassbox:training:1"; // the number changes with the form of what is stored

/** @param {Component<Data>} component */
export default function mountTicket(component) {
  return mountOnce(component, ".ticket", createTicket);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createTicket(root) {
  let toldSession = ""; // which session was told, or has a training of its own
  /** @type {Component["setTriggerValue"]} */
  let setTrigger;

  const heart = createHeart((ticket) => setTrigger("gone", ticket));

  return {
    update({ data, setTriggerValue }) {
      setTrigger = setTriggerValue;
      root.dataset.ticket = data.ticket ?? "";
      heart.follow(data.ticket, data.path);
      if (data.ticket) {
        toldSession = data.session;
        keep({ ticket: data.ticket, follows: data.follows });
      } else if (data.isGone) {
        keep(null);
      } else if (toldSession !== data.session) {
        toldSession = data.session;
        const found = kept();
        if (found) setTrigger("found", found);
      }
    },
    stop: heart.stop,
  };
}

/** @param {Found | null} found null: nothing any more */
export function keep(found) {
  try {
    if (found) sessionStorage.setItem(STORE, JSON.stringify(found));
    else sessionStorage.removeItem(STORE);
  } catch {
    // Storage is full or forbidden: a reload will not find it.
  }
}

/** @returns {Found | null} */
export function kept() {
  try {
    const found = JSON.parse(sessionStorage.getItem(STORE) ?? "null");
    return typeof found?.ticket === "string" ? found : null;
  } catch {
    return null;
  }
}
