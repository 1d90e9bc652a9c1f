// The frame in which the tiles scroll, and the canvas that fills it. It must not know what the tiles
// show, nor why.

import { find } from "../../browser/dom.js";
import { EMPTY, arrange, frameHeight, placeOf, scrollTopFor, unitAt, unitByKey } from "./layout.js";
import { contextOf } from "./tiles.js";

/** @import { Captions, Tiles } from "./tiles.js" */
/** @import { Group } from "./units.js" */

/** @param {HTMLElement} root @param {() => void} onScroll at most once for each of the browser's frames */
export function createFrame(root, onScroll) {
  const element = find(root, ".frame");
  const field = find(root, ".field");
  const canvas = /** @type {HTMLCanvasElement} */ (find(root, ".tiles"));
  const context = contextOf(canvas);
  let arrangement = EMPTY;
  let isDue = false;
  element.onscroll = () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      onScroll();
    });
  };

  /** Let the canvas fill the frame, one pixel for each of the device's. */
  function sizeCanvas(/** @type {number} */ ratio) {
    const width = Math.floor(element.clientWidth * ratio);
    const height = Math.floor(element.clientHeight * ratio);
    if (canvas.width === width && canvas.height === height) return;
    [canvas.width, canvas.height] = [width, height];
    canvas.style.width = `${width / ratio}px`;
    canvas.style.height = `${height / ratio}px`;
  }

  return {
    element,
    canvas,
    /** Lay out what is shown of all units. */
    layOut(/** @type {Group[]} */ groups, /** @type {number} */ numUnits) {
      const measured = () => ({ width: element.clientWidth, ratio: devicePixelRatio, numUnits });
      element.style.height = `${frameHeight(measured())}px`;
      arrangement = arrange(groups, measured());
      field.style.height = `${Math.max(arrangement.height, element.clientHeight)}px`;
    },
    numShown: () => arrangement.places.length,
    first: () => arrangement.places[0]?.unit ?? null,
    shows: (/** @type {number | null} */ unit) => placeOf(arrangement, unit) !== undefined,
    unitByKey: (/** @type {number | null} */ from, /** @type {string} */ key) =>
      unitByKey(arrangement, from, key, element.clientHeight),
    unitUnder(/** @type {MouseEvent} */ { clientX, clientY }) {
      const box = canvas.getBoundingClientRect();
      return unitAt(arrangement, clientX - box.left, clientY - box.top + element.scrollTop);
    },
    scrollTo(/** @type {number | null} */ unit) {
      element.scrollTop = scrollTopFor(arrangement, unit, element);
    },
    /** Draw what is to be seen. */
    paint(/** @type {Tiles} */ tiles, /** @type {Captions} */ captions) {
      const ratio = devicePixelRatio;
      sizeCanvas(ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, element.clientWidth, element.clientHeight);
      const from = Math.round(element.scrollTop * ratio) / ratio;
      tiles.paint(context, arrangement, { from, until: from + element.clientHeight }, captions);
    },
  };
}
