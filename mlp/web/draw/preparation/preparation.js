// What the network sees, with the two switches. It must not know where the picture came from.

import { find, mountOnce } from "../../browser/dom.js";
import { redraws } from "../../browser/follow.js";
import { hub } from "../../browser/hub.js";
import { fill, nameButton, say } from "../../browser/words.js";
import { showRow } from "../../views/thumbnails/row.js";
import { comparisonOf, seenPictures, stepPictures, unpack } from "./pictures.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { Preparation, Sentences } from "./pictures.js" */

const SEEN_PX = 140;
const STEP_PX = 128;
const SWITCHES = /** @type {const} */ (["centre", "invert"]);

/** @param {Component<Sentences>} component */
export default function mountPreparation(component) {
  return mountOnce(component, ".preparation", createPreparation);
}

/** @param {HTMLElement} root @returns {Mounted<Sentences>} */
function createPreparation(root) {
  const seen = find(root, ".seen");
  const steps = find(root, ".steps");
  /** @type {Sentences} */
  let sentences;
  /** @type {Preparation | null} */
  let preparation = null;
  /** @type {(() => void)[]} */
  let stops = [];

  const inputOf = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement} */ (find(root, `input[name="${name}"]`));
  for (const name of SWITCHES) {
    const input = inputOf(name);
    input.onchange = () => hub.setSwitch(name, input.checked);
  }

  function follow() {
    const following = redraws.add(root, (answer) => {
      const { words } = sentences;
      showRow(seen, seenPictures(answer, preparation, words), SEEN_PX);
      if (answer?.stages.length) {
        inputOf("centre").checked = answer.isCentred;
        inputOf("invert").checked = answer.isInverted;
      }
      for (const name of SWITCHES) inputOf(name).disabled = preparation?.isFixed ?? true;
      say(find(root, ".said"), comparisonOf(answer, preparation, sentences));
      return true;
    });
    const stopDetails = hub.followDetails((details) => {
      preparation = unpack(details);
      showRow(steps, stepPictures(preparation, sentences.words), STEP_PX);
      following.outdate();
    });
    return [following.stop, stopDetails];
  }

  return {
    update({ data }) {
      sentences = data;
      const { words } = data;
      seen.setAttribute("aria-label", words.seen);
      steps.setAttribute("aria-label", words.stepsLabel);
      say(find(root, "summary"), words.allSteps);
      for (const name of SWITCHES) {
        const input = inputOf(name);
        const entry = /** @type {HTMLElement} */ (input.closest(".switch"));
        say(find(entry, "label span"), words[name]);
        say(find(entry, '[role="tooltip"]'), words[`${name}Help`]);
        nameButton(find(entry, "button"), fill(words.help, { switch: words[name] }));
      }
      if (!stops.length) stops = follow();
    },
    stop: () => stops.forEach((stop) => stop()),
  };
}
