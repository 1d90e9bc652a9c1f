// What is said of a value: what it is, what feeds it and what it feeds, beside it and below the
// picture. It must not know how values are drawn.

import { find } from "../../browser/dom.js";
import { exact, number } from "../../browser/numbers.js";
import { fill, say } from "../../browser/words.js";
import { gradientOf } from "./palettes.js";
import { numScoreStages } from "./stages.js";

/** @import { Line } from "./lines.js" */
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
 * @property {number | undefined} error of its unit; undefined: lines are no slopes, or it is a pixel
 * @property {boolean} ofSlopes whether the lines are slopes
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
    show(facts, { depth, stages, words }) {
      const { cell, sentence, value, error, ofSlopes, isPinned, canBeOpened, inputs, outputs, centre } = facts;
      const isPlain = depth === "words";
      const place = placeName(cell, stages, words, isPlain);
      const name = isPlain ? place : `${stages[cell.stage].name} · ${place}`;
      const valueText = value === undefined ? words.nothing : exact(value);
      const titles = ofSlopes ? words.slopes : words;
      const figure = ofSlopes ? exact : (/** @type {number} */ added) => number(added, { isSigned: true });
      /** @type {(title: string, ends: [Cell, number][], ifAllZero: string) => HTMLElement[]} */
      const table = (title, ends, ifAllZero) => {
        const isZero = ends.length > 0 && ends.every(([, measured]) => measured === 0);
        if (isZero && ifAllZero) return [element("small", ifAllZero)];
        return tableOf(title, ends.map(([end, measured]) => [end, figure(measured)]), stages, words);
      };
      showOnly("value");
      part("open").hidden = !isPinned || !canBeOpened;
      const tips = [name, valueText];
      if (error !== undefined) tips.push(fill(words.slopes.tip, { error: exact(error) }));
      tip.replaceChildren(...tips.map((text) => element("span", text)));
      say(part("name"), name);
      say(part("exact"), valueText);
      say(part("said"), error === undefined ? sentence : fill(words.slopes.error, { error: exact(error) }));
      say(part("hint"), isPinned ? words.pinned : words.pin);
      part("inputs").replaceChildren(
        ...table(titles.inputs, inputs.map(({ from, value: measured }) => [from, measured]), ofSlopes ? titles.none : ""));
      part("outputs").replaceChildren(
        ...table(titles.outputs, outputs.map(({ to, value: measured }) => [to, measured]), titles.none));
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
 * @param {[cell: Cell, figure: string][]} figures of cells of one stage
 * @param {Stage[]} stages
 * @param {any} words
 */
function tableOf(title, figures, stages, words) {
  if (!figures.length) return [];
  const rows = document.createElement("table");
  for (const [cell, figure] of figures) {
    const row = rows.insertRow();
    row.insertCell().textContent = placeName(cell, stages, words);
    row.insertCell().textContent = figure;
  }
  const [[{ stage }]] = figures;
  return [element("small", fill(title, { stage: stages[stage].name })), rows];
}

/** @param {string} name @param {string} text @returns {HTMLElement} with text in it */
function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
