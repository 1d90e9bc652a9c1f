// All digits of a picture, each with its answer; a click makes one the active digit. It must not know
// how they were found.

import { find, mountOnce } from "../../browser/dom.js";
import { hub } from "../../browser/hub.js";
import { nameButton, say } from "../../browser/words.js";
import { decode, showPixels } from "../../views/thumbnails/row.js";
import { hasSeveral, sayCount, tilesOf } from "./tiles.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { PackedPixels, Sheet } from "../../browser/hub.js" */
/** @import { Sentences, Tile } from "./tiles.js" */

/** @param {Component<Sentences>} component */
export default function mountSheet(component) {
  return mountOnce(component, ".sheet", createSheet);
}

/** @param {HTMLElement} root @returns {Mounted<Sentences>} */
function createSheet(root) {
  const digits = find(root, ".digits");
  /** @type {Component<Sentences>} */
  let component;
  let stop = () => {};
  let isFollowing = false;

  function show(/** @type {Sheet | null} */ sheet) {
    const page = document.documentElement.dataset;
    if (!sheet || !hasSeveral(sheet)) {
      delete page.glassboxSheet;
      return;
    }
    page.glassboxSheet = "";
    say(find(root, ".said"), sayCount(sheet, component.data.words));
    const tiles = tilesOf(sheet, component.data);
    while (digits.children.length > tiles.length) digits.lastElementChild?.remove();
    while (digits.children.length < tiles.length) digits.append(createTile());
    tiles.forEach((tile, place) => fillTile(digits.children[place], tile, sheet.digits[place].picture));
  }

  function fillTile(
    /** @type {Element} */ element, /** @type {Tile} */ tile, /** @type {PackedPixels} */ picture,
  ) {
    const button = /** @type {HTMLButtonElement} */ (element);
    showPixels(find(button, "canvas"), decode(picture));
    const answer = find(button, ".answer");
    say(answer, tile.answer);
    answer.classList.toggle("doubtful", tile.isDoubtful);
    nameButton(button, tile.label);
    button.setAttribute("aria-pressed", String(tile.isChosen));
    button.onclick = () => component.setTriggerValue("chosen", tile.number);
  }

  return {
    update(newComponent) {
      component = newComponent;
      digits.setAttribute("aria-label", component.data.words.label);
      if (isFollowing) return;
      isFollowing = true;
      stop = hub.followDetails(({ sheet }) => show(sheet));
    },
    stop() {
      stop();
      delete document.documentElement.dataset.glassboxSheet;
    },
  };
}

function createTile() {
  const button = document.createElement("button");
  button.type = "button";
  const answer = document.createElement("span");
  answer.className = "answer";
  button.append(document.createElement("canvas"), answer);
  return button;
}
