// What is said of a value: what it is, what feeds it and what it feeds, beside it and below the
// picture. It must not know how values are drawn.

import { find } from "../../browser/dom.js";
import { exact, number } from "../../browser/numbers.js";
import { fill, say } from "../../browser/words.js";
import { gradientOf } from "./palettes.js";
import { numScoreStages } from "./stages.js";

/** @import { Line } from "./contributions.js" */
/** @import { PaletteName, Theme } from "./palettes.js" */
/** @import { Cell, Stage } from "./stages.js" */

/** @typedef {"words" | "numbers" | "code"} Depth */

/**
 * @typedef {object} Facts of a cell
 * @property {Cell} cell
 * @property {string} sentence
 * @property {number | undefined} value undefined: nothing was drawn
 * @property {boolean} isPinned
 * @property {boolean} canBeOpened
 * @property {Line[]} inputs
 * @property {Line[]} outputs
 * @property {{x: number, y: number}} centre where the cell stands
 */

/**
 * @typedef {object} Wording
 * @property {Depth} depth
 * @property {Stage[]} stages
 * @property {any} words
 */

/** @param {HTMLElement} root */
export function createDetails(root) {
  const part = (/** @type {string} */ name) => find(root, `.${name}`);
  const tip = part("tip");

  /** @param {{x: number, y: number}} centre */
  function placeTip({ x, y }) {
    const room = find(root, ".stage").clientWidth - tip.offsetWidth;
    tip.style.left = `${Math.min(Math.max(0, x - tip.offsetWidth / 2), Math.max(0, room))}px`;
    const above = y - tip.offsetHeight - 12;
    tip.style.top = `${above >= 0 ? above : y + 14}px`;
  }

  function showOnly(/** @type {"legend" | "value" | "step"} */ mode) {
    root.dataset.says = mode;
    tip.hidden = mode !== "value";
    if (mode !== "value") part("open").hidden = true;
  }

  return {
    /** Invite to point at a value. */
    showNone() {
      showOnly("legend");
      say(part("said"), "");
    },
    /** @param {string} sentence of a step of the signal @param {string} count */
    showStep(sentence, count) {
      showOnly("step");
      say(part("name"), count);
      say(part("said"), sentence);
    },
    /** @param {Facts} facts @param {Wording} wording */
    show({ cell, sentence, value, isPinned, canBeOpened, inputs, outputs, centre }, { depth, stages, words }) {
      const isPlain = depth === "words";
      const place = placeName(cell, stages, words, isPlain);
      const name = isPlain ? place : `${stages[cell.stage].name} · ${place}`;
      const valueText = value === undefined ? words.nothing : exact(value);
      const isSilent = outputs.length > 0 && outputs.every((line) => line.value === 0);
      const table = (/** @type {string} */ title, /** @type {[Cell, number][]} */ rows) =>
        tableOf(title, rows, stages, words);
      showOnly("value");
      part("open").hidden = !isPinned || !canBeOpened;
      tip.replaceChildren(element("span", name), element("span", valueText));
      say(part("name"), name);
      say(part("exact"), valueText);
      say(part("said"), sentence);
      say(part("hint"), isPinned ? words.pinned : words.pin);
      part("inputs").replaceChildren(...table(words.inputs, inputs.map(({ from, value: added }) => [from, added])));
      part("outputs").replaceChildren(
        ...(isSilent
          ? [element("small", words.silent)]
          : table(words.outputs, outputs.map(({ to, value: added }) => [to, added]))),
      );
      placeTip(centre);
    },
    /** Say what the colours mean. @param {Theme} theme @param {Wording} wording */
    showLegend({ palettes, isDark }, { depth, words }) {
      const isPlain = depth === "words";
      const entry = (/** @type {PaletteName} */ palette, /** @type {string} */ end, start = "") => {
        const ramp = document.createElement("i");
        ramp.style.background = gradientOf(palettes[palette]);
        const line = document.createElement("span");
        line.append(start, ramp, end);
        return line;
      };
      const ramps = isPlain
        ? [entry("diverging", words.yes, words.no), entry("sequential", words.loud, words.quiet)]
        : [entry("diverging", words.legendLinear), entry("sequential", words.legendRelu)];
      const stronger = element("span", isDark ? words.strongerDark : words.strongerLight);
      part("legend").replaceChildren(
        ...(isPlain
          ? [...ramps, stronger, element("span", words.plainInvite)]
          : [...ramps, element("p", words.invite), element("p", words.lines)]),
      );
    },
  };
}

/**
 * @param {Cell} cell
 * @param {Stage[]} stages
 * @param {any} words
 * @param {boolean} isPlain
 * @returns {string}
 */
export function placeName({ stage, index }, stages, words, isPlain = false) {
  if (stages[stage].kind === "image") {
    return fill(words.pixel, { row: Math.floor(index / 28), column: index % 28 });
  }
  const isOfDigits = stage >= stages.length - 1 - numScoreStages(stages);
  if (isOfDigits) return fill(words.digit, { index });
  if (!isPlain) return fill(words.unit, { index });
  return fill(words.plainUnit, { neuron: stage <= 2 ? words.detector : words.combination, index });
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
  return [element("small", fill(title, { stage: stages[stage].name })), rows];
}

/** @param {string} name @param {string} text @returns {HTMLElement} with text in it */
function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
