// A row of small pictures from Python, to look at or to choose from. It must not know what a choice
// does.

import { mountOnce } from "../../browser/dom.js";
import { hub } from "../../browser/hub.js";
import { isDark, watchTheme } from "../../browser/theme.js";
import { coloured, decode, showRow } from "./row.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { PackedPixels } from "./row.js" */

/**
 * @typedef {object} Description
 * @property {string} id
 * @property {string} caption
 * @property {string} label
 * @property {boolean} isChosen
 * @property {boolean} isSigned its values are levels of the two signed colours
 */

/**
 * @typedef {object} Data
 * @property {string} label
 * @property {number} sizePx
 * @property {boolean} isChoice
 * @property {boolean} marksDigit the one that is chosen is the active digit: a drawing replaces it
 * @property {{light: string[], dark: string[]}} colours from negative to positive
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
    const { label, sizePx, isChoice, marksDigit, colours, pictures } = component.data;
    const stops = colours[isDark(root) ? "dark" : "light"];
    root.setAttribute("aria-label", label);
    showRow(root, pictures.map((picture) => ({
      caption: picture.caption,
      label: picture.label,
      pixels: picture.isSigned ? coloured(decode(picture), stops) : decode(picture),
      isHugged: picture.isSigned,
      isChosen: picture.isChosen && !(marksDigit && isDrawn),
      onChosen: isChoice ? () => component.setTriggerValue("chosen", picture.id) : undefined,
    })), sizePx);
  }

  watchTheme(root, () => {
    if (component.data.pictures.some((picture) => picture.isSigned)) show();
  });

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
