// Says when the line to the server is lost, for as long as it is. Streamlit says on the page's root how
// it is connected. It must not know what else is on the page.

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
  let lost = "";
  const show = () => say(root, app.getAttribute(STATE) === "CONNECTED" ? "" : lost);
  const states = new MutationObserver(show);
  states.observe(app, { attributeFilter: [STATE] });
  return {
    update({ data }) {
      lost = data.words.lost;
      show();
    },
    stop: () => states.disconnect(),
  };
}
