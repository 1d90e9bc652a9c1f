// Says when the line to the server is lost, for as long as it is, and asks for the page once it is back:
// the server may be another one. Streamlit says on the page's root how it is connected. It must not know
// what else is on the page.

import { find, mountOnce } from "../../browser/dom.js";
import { say } from "../../browser/words.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */

/** @typedef {{words: any}} Data */

const STATE = "data-test-connection-state";

/** @param {Component<Data>} component */
export default function mountConnection(component) {
  return mountOnce(component, ".strip", createStrip);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createStrip(root) {
  const app = find(document, `[${STATE}]`);
  /** @type {Component<Data>} */
  let component;
  let isLost = false;

  function look() {
    const wasLost = isLost;
    isLost = app.getAttribute(STATE) !== "CONNECTED";
    say(root, isLost ? component.data.words.lost : "");
    if (wasLost && !isLost) component.setTriggerValue("back", true);
  }

  const states = new MutationObserver(look);
  states.observe(app, { attributeFilter: [STATE] });
  return {
    update(newComponent) {
      component = newComponent;
      look();
    },
    stop: () => states.disconnect(),
  };
}
