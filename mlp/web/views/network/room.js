// The room that the network fills: its layout follows the element's size, its painter draws there. It
// must not know any value.

import { find } from "../../browser/dom.js";
import { createPainter } from "./drawing.js";
import { isWideEnough, layOut, letterFor } from "./layout.js";

/** @import { Scene } from "./drawing.js" */
/** @import { Layout, TitleLines } from "./layout.js" */
/** @import { Theme } from "./palettes.js" */
/** @import { Stage } from "./stages.js" */
/** @import { Title } from "./titles.js" */

const PAGE_PX = 16; // letters of a page that nobody has enlarged
const MOST = 1.6; // times; more would not fit
const SHOWN = 1.5625; // of a page's letters: before an audience, where others stand above the stages

/**
 * @typedef {object} Contents
 * @property {Stage[]} stages that an answer holds, in its order
 * @property {Title[]} titles of the stages
 * @property {TitleLines} titleLines
 * @property {TitleLines} briefLines of titles in brief
 */

/** @param {HTMLElement} root */
export function createRoom(root) {
  const stage = find(root, ".stage");
  const painter = createPainter(find(root, "canvas"));
  /** @type {Layout | null} */
  let layout = null;
  let laidOutFor = ""; // what the layout depends on

  return {
    layout: () => layout,
    /**
     * Lay out anew if the room or what it holds is another now.
     *
     * NOTE: only the root's size is watched. What is changed here are sizes within it, or, in a narrow
     * room, the height that follows from the width: watching cannot go round in circles.
     *
     * @param {Contents} contents
     * @param {Theme} theme
     * @returns {boolean} whether everything is to be drawn anew
     */
    fit({ stages, titles, titleLines, briefLines }, theme) {
      const { clientWidth: width, clientHeight: height } = root;
      if (!width) return false;
      const isWide = isWideEnough(width);
      const above = isWide ? Number.parseFloat(getComputedStyle(stage).paddingTop) : 0;
      const rootPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const enlarged = Math.min(MOST, Math.max(1, rootPx / PAGE_PX)); // as the visitor wants the whole page
      const letter = above ? SHOWN * rootPx : (isWide ? letterFor(width, height) : letterFor(0, 0)) * enlarged;
      root.classList.toggle("narrow", !isWide);
      root.classList.toggle("brief", above > 0);
      root.style.setProperty("--letter", `${letter}px`);
      const ratio = window.devicePixelRatio;
      const room = /** @type {const} */ ([stage.clientWidth, isWide ? stage.clientHeight : 0, ratio]);
      const wanted = JSON.stringify([room, above, letter, stages, titles, theme.colours]);
      if (wanted === laidOutFor) return false;
      laidOutFor = wanted;
      layout = layOut(stages, ...room, { letter, titleLines: above ? briefLines : titleLines, above });
      stage.style.height = isWide ? "" : `${layout.height}px`;
      const shown = above ? titles.map((title) => ({ ...title, name: title.brief })) : titles;
      painter.prepare({ layout, stages, titles: shown, theme }, ratio);
      return true;
    },
    /** @param {Omit<Scene, "layout">} scene */
    draw(scene) {
      if (layout) painter.draw({ ...scene, layout });
    },
  };
}
