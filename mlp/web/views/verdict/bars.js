// Ten small bars under the verdict, where the network's own are out of the window; pointing at one
// asks why it is not that digit. It must not know what the verdict says.

import { hub } from "../../browser/hub.js";
import { winnerOf } from "../../browser/messages.js";
import { percent } from "../../browser/numbers.js";
import { fill, nameButton } from "../../browser/words.js";

/** @import { Answer } from "../../browser/messages.js" */

const NUM_DIGITS = 10;

/** @param {HTMLElement} root */
export function createBars(root) {
  const buttons = Array.from({ length: NUM_DIGITS }, (_, digit) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(document.createElement("i"), String(digit));
    button.onpointerenter = button.onfocus = () => hub.askWhyNot(digit);
    button.onpointerleave = button.onblur = () => hub.askWhyNot(null);
    return button;
  });
  root.replaceChildren(...buttons);

  return {
    /** @param {Answer} answer @param {any} words */
    show(answer, words) {
      root.setAttribute("aria-label", words.bars);
      const probabilities = answer.stages.at(-1);
      const winner = winnerOf(answer);
      for (const [digit, button] of buttons.entries()) {
        const probability = probabilities?.[digit] || 0; // also for what is no number
        button.style.setProperty("--share", String(probability));
        button.classList.toggle("winner", digit === winner);
        nameButton(button, fill(words.bar, { digit, percent: percent(probability) }));
      }
    },
  };
}
