// The row of real digits that a drawing reminds the network of. It must not know how they were found.

import { fromBase64 } from "../../browser/messages.js";
import { aDigit, count, decimals } from "../../browser/numbers.js";
import { fill } from "../../browser/words.js";
import { showPixels } from "../thumbnails/row.js";
import { SIDE } from "./painting.js";

/** @import { Reminder } from "../../browser/hub.js" */

/** @param {HTMLElement} list @param {Reminder[]} reminders @param {string} label of one, to be filled */
export function showReminders(list, reminders, label) {
  while (list.children.length > reminders.length) list.lastElementChild?.remove();
  reminders.forEach(({ index, label: digit, similarity, pixels }, place) => {
    const entry = list.children[place] ?? list.appendChild(createEntry());
    const [canvas, name] = [entry.children[0], entry.children[1]];
    const values = fromBase64(pixels);
    showPixels(/** @type {HTMLCanvasElement} */ (canvas), { width: SIDE, height: SIDE, channels: 1, values });
    const figures = { index: count(index), a_digit: aDigit(digit), similarity: decimals(similarity, 2) };
    const said = fill(label, figures);
    canvas.setAttribute("aria-label", said);
    /** @type {HTMLElement} */ (entry).title = said;
    name.textContent = String(digit);
  });
}

function createEntry() {
  const entry = document.createElement("li");
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  entry.append(canvas, document.createElement("span"));
  return entry;
}
