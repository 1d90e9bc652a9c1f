// What is said of a value: what it is, what feeds it and what it feeds, beside it and below the
// picture. It must not know how values are drawn.

import { find } from "../../browser/dom.js";
import { exact, number } from "../../browser/numbers.js";
import { numScoreStages } from "./layout.js";

/** @import { Line } from "./contributions.js" */
/** @import { Cell, Stage } from "./layout.js" */

/**
 * @typedef {object} Facts of a cell
 * @property {Cell} cell
 * @property {number | undefined} value undefined: nothing was drawn
 * @property {boolean} isPinned
 * @property {boolean} canBeOpened
 * @property {Line[]} inputs
 * @property {Line[]} outputs
 * @property {{x: number, y: number}} centre where the cell stands
 */

/** @param {HTMLElement} root */
export function createDetails(root) {
  const part = (/** @type {string} */ name) => find(root, `.${name}`);
  const tip = part("tip");

  /** @param {{x: number, y: number}} centre */
  function placeTip({ x, y }) {
    const room = root.clientWidth - tip.offsetWidth;
    tip.style.left = `${Math.min(Math.max(0, x - tip.offsetWidth / 2), Math.max(0, room))}px`;
    const above = y - tip.offsetHeight - 12;
    tip.style.top = `${above >= 0 ? above : y + 14}px`;
  }

  return {
    /** Invite to point at a value. */
    showNone(/** @type {any} */ words) {
      tip.hidden = true;
      part("details").classList.add("empty");
      part("open").hidden = true;
      part("hint").textContent = "";
      part("said").replaceChildren(element("p", words.invite), element("p", words.lines));
      part("inputs").replaceChildren();
      part("outputs").replaceChildren();
    },
    /** @param {Facts} facts @param {Stage[]} stages @param {any} words */
    show({ cell, value, isPinned, canBeOpened, inputs, outputs, centre }, stages, words) {
      const name = `${stages[cell.stage].name} · ${placeName(cell, stages, words)}`;
      const valueText = value === undefined ? words.nothing : exact(value);
      const isSilent = outputs.length > 0 && outputs.every((line) => line.value === 0);
      tip.hidden = false;
      part("details").classList.remove("empty");
      part("open").hidden = !isPinned || !canBeOpened;
      tip.replaceChildren(element("span", name), element("span", valueText));
      part("said").replaceChildren(element("span", name), element("b", valueText));
      part("hint").textContent = isPinned ? words.pinned : words.pin;
      part("inputs").replaceChildren(
        ...tableOf(words.inputs, inputs.map(({ from, value: added }) => [from, added]), stages, words),
      );
      part("outputs").replaceChildren(
        ...(isSilent
          ? [element("small", words.silent)]
          : tableOf(words.outputs, outputs.map(({ to, value: added }) => [to, added]), stages, words)),
      );
      placeTip(centre);
    },
  };
}

/** @param {Cell} cell @param {Stage[]} stages @param {any} words @returns {string} */
export function placeName({ stage, index }, stages, words) {
  if (stages[stage].kind === "image") {
    return words.pixel.replace("{row}", Math.floor(index / 28)).replace("{column}", index % 28);
  }
  const isOfDigits = stage >= stages.length - 1 - numScoreStages(stages);
  return (isOfDigits ? words.digit : words.unit).replace("{index}", index);
}

/**
 * @param {string} title
 * @param {[cell: Cell, value: number][]} contributions of cells of one stage
 * @param {Stage[]} stages
 * @param {any} words
 */
function tableOf(title, contributions, stages, words) {
  if (!contributions.length) return [];
  const rows = document.createElement("table");
  for (const [cell, value] of contributions) {
    const row = rows.insertRow();
    row.insertCell().textContent = placeName(cell, stages, words);
    row.insertCell().textContent = number(value, { isSigned: true });
  }
  const [[{ stage }]] = contributions;
  return [element("small", title.replace("{stage}", stages[stage].name)), rows];
}

/** @param {string} name @param {string} text @returns {HTMLElement} with text in it */
function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
