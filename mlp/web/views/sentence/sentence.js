// A sentence whose figures follow the digit. It must not know what it says.

import { mountOnce } from "../../browser/dom.js";
import { redraws } from "../../browser/follow.js";
import { hub } from "../../browser/hub.js";
import { number } from "../../browser/numbers.js";
import { fillSentence, figuresOf } from "./figures.js";
import { elementOf, partsOf } from "./markdown.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { Answer } from "../../browser/messages.js" */
/** @import { Figures, Sentence } from "./figures.js" */

/** @typedef {Sentence & {stage: number | null, verdicts: Record<string, string>}} Data */

/** @param {Component<Data>} component */
export default function mountSentence(component) {
  return mountOnce(component, ".glassbox-sentence", createSentence);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createSentence(root) {
  /** @type {Data} */
  let data;
  let said = "";
  /** @type {{stop: () => void, outdate: () => void} | null} */
  let following = null;

  function show(/** @type {Figures | null} */ figures) {
    const text = fillSentence(data, figures);
    if (text === said) return;
    said = text;
    root.replaceChildren(...partsOf(text).map(elementOf));
  }

  function follow() {
    if (!data.template.includes("{difference}")) {
      return redraws.add(root, (answer) => {
        show(figuresOf(answer, data.stage, data.verdicts));
        return true;
      });
    }
    /** @type {Figures | null} */
    let figures = null;
    const stop = hub.followDetails(({ difference }) => {
      figures = difference === null ? null : { difference: number(difference) };
      show(figures);
    });
    show(figures);
    return { stop, outdate: () => show(figures) };
  }

  return {
    update(component) {
      data = component.data;
      if (following) following.outdate();
      else following = follow();
    },
    stop: () => following?.stop(),
  };
}
