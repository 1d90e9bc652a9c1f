// The drawing pad: strokes in, a raster out to the hub, while the pen moves and once it lifts. It must
// not know any view, nor how ink travels.

import { find, mountOnce, watchPixelRatio } from "../../browser/dom.js";
import { hub } from "../../browser/hub.js";
import { Kind, winnerOf } from "../../browser/messages.js";
import { watchPlace } from "./away.js";
import { createDrawing } from "./drawing.js";
import { beginningOf, keep, kept } from "./history.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { Answer } from "../../browser/messages.js" */

/**
 * @typedef {object} Data
 * @property {boolean} isFresh whether the session knows nothing of any drawing
 * @property {string | null} ink base64 of the raster; null: nothing
 * @property {number} revision counted up when Python makes a picture
 * @property {string} token of the visitor: with another one the revisions begin anew
 * @property {number} width of the pen at first, as a share of the pad's side
 * @property {any} words
 */

/** @param {Component<Data>} component */
export default function mountPad(component) {
  return mountOnce(component, ".pad", createPad);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createPad(root) {
  const canvas = find(root, "canvas");
  /** @type {Data} */
  let data;
  let revision = 0; // of the picture that is drawn on
  let token = "";

  const drawing = createDrawing(root, canvas, {
    onInk: () => hub.offerInk(),
    onFinished() {
      if (data.revision > revision) adoptPicture();
      else {
        store();
        hub.offerInk(); // the update that says that the pen is up
      }
    },
    onAdjusted: store,
  });

  const detach = hub.attach({
    readRaster: drawing.readRaster,
    isDown: drawing.isDown,
    isEmpty: drawing.isEmpty,
    hand: drawing.hand,
    revision: () => revision,
    showSent: (sequence) => (canvas.dataset.sent = String(sequence)),
    showMode(mode) {
      canvas.dataset.channel = mode;
      if (data) drawing.panel.showMode(mode, data.words);
    },
  });

  const answered = find(root, ".answer");
  const stopFollowing = hub.follow((answer) => {
    answered.textContent = answerText(answer);
    answered.classList.toggle("open", winnerOf(answer) === null);
  });

  function store() {
    keep(drawing.facts());
  }

  function begin() {
    const stored = kept();
    root.classList.remove("waits");
    canvas.setAttribute("aria-label", data.words.surface);
    drawing.panel.label(data.words);
    drawing.panel.showMode(canvas.dataset.channel ?? "http", data.words);
    drawing.begin(beginningOf(stored, data.ink, data.isFresh), { width: data.width, ...stored?.settings });
    if (data.ink) store(); // the address has no digit any more: a reload finds it here
  }

  function adoptPicture() {
    revision = data.revision;
    drawing.adopt(data.ink);
    store();
  }

  const sizes = new ResizeObserver(drawing.fit);
  sizes.observe(canvas);
  const stopWatchingRatio = watchPixelRatio(drawing.fit);
  const stopWatchingPlace = watchPlace(root);

  return {
    update(component) {
      const isFirst = data === undefined;
      data = component.data;
      if (isFirst) begin();
      if (data.token !== token) {
        // First visit, reload, or the server was restarted: what is on the pad is still to be told.
        [token, revision] = [data.token, data.revision];
        if (!isFirst && !data.isFresh && !drawing.isDown()) adoptPicture();
      } else if (data.revision > revision && !drawing.isDown()) {
        adoptPicture();
      }
    },
    stop() {
      sizes.disconnect();
      stopWatchingRatio();
      stopWatchingPlace();
      stopFollowing();
      drawing.finish();
      detach();
    },
  };
}

/**
 * What the small pad says of the answer: a digit, also while nothing is claimed yet, or "?".
 *
 * @param {Answer} answer
 */
function answerText(answer) {
  if (!answer.stages.length) return "";
  const said = answer.kind === Kind.DRAWING ? answer.digit : winnerOf(answer);
  return String(said ?? "?");
}
