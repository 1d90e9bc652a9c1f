// The active digit in small, with what it is and what it is read as. It must not know the pad.

import { find, mountOnce } from "../../browser/dom.js";
import { redraws } from "../../browser/follow.js";
import { describe, say } from "../../browser/words.js";
import { pixelsOf, showRow } from "../../views/thumbnails/row.js";
import { captionOf, nameOf } from "./caption.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { Sentences } from "./caption.js" */

const SIDE_PX = 96;

/** @param {Component<Sentences>} component */
export default function mountDigit(component) {
  return mountOnce(component, ".digit", createDigit);
}

/** @param {HTMLElement} root @returns {Mounted<Sentences>} */
function createDigit(root) {
  const pictures = find(root, ".pictures");
  /** @type {Sentences} */
  let sentences;
  /** @type {ReturnType<typeof redraws.add> | null} */
  let following = null;

  return {
    update({ data }) {
      sentences = data;
      describe(pictures, data.words.label);
      if (following) {
        following.outdate();
        return;
      }
      following = redraws.add(root, (answer) => {
        const label = nameOf(answer, sentences);
        showRow(pictures, [{ pixels: pixelsOf(answer?.stages[0]), caption: "", label }], SIDE_PX);
        say(find(root, "p"), captionOf(answer, sentences));
        return true;
      });
    },
    stop: () => following?.stop(),
  };
}
