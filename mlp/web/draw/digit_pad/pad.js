// The drawing pad: strokes in, a raster out, live while the pen moves and settled when it lifts. It
// must not know any view: answers leave as an event.

import { find, mountOnce, watchPixelRatio } from "../../browser/dom.js";
import { createDrawing } from "./drawing.js";
import { beginningOf, keep, kept } from "./history.js";
import { createSender } from "./sending.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { Visitor } from "./sending.js" */

/**
 * @typedef {object} Picture as Python has it
 * @property {boolean} isFresh whether the session knows nothing of any drawing
 * @property {string | null} ink base64 of the raster; null: nothing
 * @property {number} revision counted up by Python
 * @property {number} sequence of the newest update that it knows
 * @property {number} width of the pen at first, as a share of the pad's side
 * @property {any} words
 */

/** @typedef {Visitor & Picture} Data */

/** @param {Component<Data>} component */
export default function mountPad(component) {
  return mountOnce(component, ".pad", createPad);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createPad(root) {
  const canvas = find(root, "canvas");
  /** @type {Data} */
  let data;
  let appliedRevision = -1;
  let seenSession = "";
  let isRestored = false; // what is shown is what a reload brought back, untouched

  const drawing = createDrawing(root, canvas, {
    onInk() {
      isRestored = false;
      sender.sendLive();
    },
    onFinished() {
      if (data.revision > appliedRevision) adoptPicture();
      else settle();
    },
    onAdjusted: store,
  });
  const sender = createSender(
    drawing.readRaster,
    () => ({ isDown: drawing.isDown(), revision: appliedRevision, isRestored }),
    (sequence) => (canvas.dataset.sent = String(sequence)),
    (mode) => {
      canvas.dataset.channel = mode;
      drawing.panel.showMode(mode, data.words);
    },
  );

  function settle() {
    store();
    sender.report();
  }

  function store() {
    keep({ ...drawing.facts(), sequence: sender.sequence() });
  }

  function begin() {
    const stored = kept();
    sender.startAfter(Math.max(data.sequence, stored?.sequence ?? 0, 0));
    canvas.setAttribute("aria-label", data.words.surface);
    drawing.panel.label(data.words);
    const beginning = beginningOf(stored, data.ink, data.isFresh);
    drawing.begin(beginning, { width: data.width, ...stored?.settings });
    appliedRevision = data.revision;
    if (data.ink) store(); // the address has no digit any more: a reload finds it here
  }

  function adoptPicture() {
    appliedRevision = data.revision;
    sender.stopReporting();
    drawing.adopt(data.ink);
    store();
  }

  /** A new session (first visit, reload, server restarted) has not seen the drawing. */
  function introduce() {
    seenSession = data.session;
    appliedRevision = data.revision;
    if (!data.isFresh || drawing.isEmpty() || drawing.isDown()) return;
    isRestored = true;
    sender.sendLive();
    settle();
  }

  const sizes = new ResizeObserver(drawing.fit);
  sizes.observe(canvas);
  const stopWatchingRatio = watchPixelRatio(drawing.fit);

  return {
    update(component) {
      const isFirst = data === undefined;
      data = component.data;
      sender.use(data, component.setStateValue);
      if (isFirst) begin();
      else if (data.session === seenSession && data.revision > appliedRevision && !drawing.isDown()) {
        adoptPicture();
      }
      if (data.session !== seenSession) introduce();
    },
    stop() {
      sizes.disconnect();
      stopWatchingRatio();
      sender.stop();
    },
  };
}
