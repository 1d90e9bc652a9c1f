// A row of small pictures from Python, to look at or to choose from. It must not know what a choice
// does.

import { mountOnce } from "../../browser/dom.js";
import { hub } from "../../browser/hub.js";
import { decode, showRow } from "./row.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { PackedPixels } from "./row.js" */

/** @typedef {{id: string, caption: string, label: string, isChosen: boolean}} Description */

/**
 * @typedef {object} Data
 * @property {string} label
 * @property {number} sizePx
 * @property {boolean} isChoice
 * @property {boolean} marksDigit the one that is chosen is the active digit: a drawing replaces it
 * @property {(PackedPixels & Description)[]} pictures
 */

/** @param {Component<Data>} component */
export default function mountPictures(component) {
  return mountOnce(component, ".pictures", createPictures);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createPictures(root) {
  /** @type {Component<Data>} */
  let component;
  let isDrawn = false; // the active digit
  let stop = () => {};
  let isFollowing = false;

  function show() {
    const { label, sizePx, isChoice, marksDigit, pictures } = component.data;
    root.setAttribute("aria-label", label);
    showRow(root, pictures.map((picture) => ({
      caption: picture.caption,
      label: picture.label,
      pixels: decode(picture),
      isChosen: picture.isChosen && !(marksDigit && isDrawn),
      onChosen: isChoice ? () => component.setTriggerValue("chosen", picture.id) : undefined,
    })), sizePx);
  }

  return {
    update(newComponent) {
      component = newComponent;
      show();
      if (!component.data.marksDigit || isFollowing) return;
      isFollowing = true;
      stop = hub.follow(({ source }) => {
        if (isDrawn === (source === "pad")) return;
        isDrawn = source === "pad";
        show();
      });
    },
    stop: () => stop(),
  };
}
