// A picture on its way to the network, in one line. It must not know where the picture came from.

import { find, mountOnce } from "../../browser/dom.js";
import { hub } from "../../browser/hub.js";
import { showRow } from "../../views/thumbnails/row.js";
import { pathOf } from "./pictures.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */

const SIZE_PX = 56;

/** @typedef {{words: Record<string, string>}} Data */

/** @param {Component<Data>} component */
export default function mountSteps(component) {
  return mountOnce(component, ".steps", createSteps);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createSteps(root) {
  const row = find(root, ".pictures");
  let stop = () => {};
  let isFollowing = false;
  return {
    update({ data: { words } }) {
      row.setAttribute("aria-label", words.label);
      if (isFollowing) return;
      isFollowing = true;
      stop = hub.followDetails((details) => {
        const path = pathOf(details, words);
        document.documentElement.toggleAttribute("data-glassbox-picture", path.length > 0);
        if (path.length) showRow(row, path, SIZE_PX);
      });
    },
    stop() {
      stop();
      document.documentElement.removeAttribute("data-glassbox-picture");
    },
  };
}
