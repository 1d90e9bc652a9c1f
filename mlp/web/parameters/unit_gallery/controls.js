// What stands around the tiles: lists, legend, notice, and the unit that is read out. It must not know
// what a choice does.

import { find } from "../../browser/dom.js";
import { fill, nameButton } from "../../browser/words.js";
import { SIDE } from "./layout.js";
import {
  barsText, countText, filterEntries, nameOf, noticeText, readout, scaleText, sortEntries,
} from "./texts.js";
import { contextOf } from "./tiles.js";

/** @import { Choice, Data } from "./model.js" */
/** @import { Entry } from "./texts.js" */
/** @import { Palette, Tiles } from "./tiles.js" */
/** @import { Units } from "./units.js" */

/**
 * @typedef {object} Shown
 * @property {Data} data
 * @property {Units} units
 * @property {Choice} choice
 * @property {string} filter the one in use
 * @property {number} numShown
 * @property {boolean} hasTiles
 * @property {boolean} hasFailed
 * @property {boolean} isOwnShown
 * @property {boolean} isOwnFailed
 * @property {Palette["stops"]} stops
 */

/** @param {HTMLElement} root */
export function createControls(root) {
  const part = (/** @type {string} */ name) => find(root, `.${name}`);
  const button = (/** @type {string} */ name) => /** @type {HTMLButtonElement} */ (part(name));
  const list = (/** @type {string} */ name) => /** @type {HTMLSelectElement} */ (part(name));
  const own = /** @type {HTMLInputElement} */ (part("own"));
  const large = /** @type {HTMLCanvasElement} */ (part("large"));
  const controls = {
    sort: list("sort"), filter: list("show"), own, open: button("open"), save: button("save"),
    again: button("again"), download: button("download"), show, showUnit, titles,
  };

  function show(/** @type {Shown} */ shown) {
    const { data: { words, ...data }, units, choice, numShown, hasTiles } = shown;
    part("sort-label").textContent = words.sort;
    part("show-label").textContent = words.show;
    part("own-label").textContent = words.ownScale;
    fillList(controls.sort, choice.sort, sortEntries(data.sorts, units, words));
    const filter = data.filters.includes(choice.filter) ? choice.filter : "all";
    fillList(controls.filter, filter, filterEntries(data.filters, units, words));
    own.checked = choice.isOwnScale;
    part("count").textContent = countText(numShown, data.numUnits, words);
    controls.download.hidden = !data.canSave;
    controls.download.textContent = words.download;
    nameButton(controls.download, words.downloadLabel);
    controls.download.disabled = !hasTiles || !numShown;
    showLegend(shown);
    showNotice(shown);
  }

  function showLegend(/** @type {Shown} */ { data, units, stops, isOwnShown, isOwnFailed }) {
    for (const name of /** @type {const} */ (["diverging", "sequential"])) {
      part(`ramp.${name}`).style.background = `linear-gradient(90deg, ${stops[name].join(",")})`;
    }
    part("ramp.sequential").hidden = !units.now || data.isSigned;
    part("scale").textContent = scaleText({ scale: data.scale, isOwnShown, isOwnFailed }, data.words);
    part("bars").textContent = barsText(units, data.words);
  }

  /** Say why there are no tiles. */
  function showNotice(/** @type {Shown} */ { data: { words }, hasFailed, hasTiles, numShown, filter }) {
    const text = noticeText({ hasFailed, isLoading: !hasTiles, numShown, filter }, words);
    part("notice").hidden = !text;
    part("notice p").textContent = text;
    controls.again.hidden = !hasFailed;
    controls.again.textContent = words.again;
  }

  /** Show a unit enlarged, and say everything that is known of it. */
  function showUnit(
    /** @type {number | null} */ unit, /** @type {Tiles | null} */ tiles, /** @type {Units} */ units,
    /** @type {Data} */ { words, isSigned, canSave },
  ) {
    const isThere = unit !== null && tiles !== null;
    part("invite").textContent = words.invite;
    part("said").textContent = isThere ? readout(unit, units, { isSigned, words }) : "";
    controls.open.hidden = !isThere;
    controls.save.hidden = !isThere || !canSave;
    contextOf(large).clearRect(0, 0, SIDE, SIDE);
    large.ariaHidden = String(!isThere); // a picture without a name is none to be told of
    if (!isThere) return;
    const name = nameOf(unit, words);
    large.setAttribute("aria-label", name);
    controls.open.textContent = fill(words.open, { name });
    controls.save.textContent = words.download;
    nameButton(controls.save, fill(words.saveLabel, { name }));
    tiles.drawTile(contextOf(large), unit, { left: 0, top: 0, side: SIDE });
  }

  /** What stands over a downloaded picture. */
  function titles() {
    const said = (/** @type {string} */ name) => part(name).textContent;
    const chosen = (/** @type {HTMLSelectElement} */ select) => select.selectedOptions[0].textContent;
    return {
      title: [
        said("count"),
        `${said("show-label")}: ${chosen(controls.filter)}`,
        `${said("sort-label")}: ${chosen(controls.sort)}`,
      ].join(" · "),
      scale: said("scale") ?? "",
      bars: said("bars") ?? "",
    };
  }
  return controls;
}

/** Offer choices without losing an open list: its entries are kept. */
function fillList(
  /** @type {HTMLSelectElement} */ select, /** @type {string} */ chosen, /** @type {Entry[]} */ entries,
) {
  while (select.options.length < entries.length) select.append(document.createElement("option"));
  select.options.length = entries.length;
  entries.forEach(({ name, text, isReady }, index) => {
    const option = select.options[index];
    option.value = name;
    if (option.textContent !== text) option.textContent = text;
    option.disabled = !isReady;
  });
  select.value = chosen;
}
