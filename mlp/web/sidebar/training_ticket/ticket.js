// Tells the server that the visitor of a training is there. It must not know what a training is.

import { mountOnce } from "../../browser/dom.js";
import { createHeart } from "./heart.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */

/**
 * @typedef {object} Data
 * @property {string | null} ticket null: this session has no training
 * @property {string} path where the server is told that the visitor is there
 */

/** @param {Component<Data>} component */
export default function mountTicket(component) {
  return mountOnce(component, ".ticket", createTicket);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createTicket(root) {
  /** @type {Component["setTriggerValue"]} */
  let setTrigger;
  const heart = createHeart((ticket) => setTrigger("gone", ticket));
  return {
    update({ data, setTriggerValue }) {
      setTrigger = setTriggerValue;
      root.dataset.ticket = data.ticket ?? "";
      heart.follow(data.ticket, data.path);
    },
    stop: heart.stop,
  };
}
