// The drawing on the pad: strokes and actions of a visitor's hand become operations, which are drawn.
// It must not know where the ink goes.

import { toBase64 } from "../../browser/messages.js";
import { createPanel, watchHand } from "./controls.js";
import { canRedo, canUndo, isEmpty, NO_HISTORY, perform, RASTER_PX, redo, seenOf, undo } from "./history.js";
import { createSurface } from "./surface.js";

/** @import { Hand } from "../../browser/hub.js" */
/** @import { Action } from "./controls.js" */
/** @import { History, Settings, Stroke } from "./history.js" */
/** @import { Cursor } from "./surface.js" */

/**
 * @typedef {object} Listener what hears of the drawing
 * @property {() => void} onInk there is newer ink
 * @property {() => void} onFinished the ink will stay so
 * @property {() => void} onAdjusted a setting was changed
 */

/**
 * @param {HTMLElement} root
 * @param {HTMLCanvasElement} canvas in it, for the ink
 * @param {Listener} listener
 */
export function createDrawing(root, canvas, { onInk, onFinished, onAdjusted }) {
  const overlay = /** @type {HTMLCanvasElement} */ (root.querySelector(".overlay"));
  const surface = createSurface(canvas, overlay);
  const panel = createPanel(root, act, (pixels) => adjust({ width: pixels / RASTER_PX }));
  /** @type {History} */
  let history = NO_HISTORY;
  /** @type {Settings} */
  let settings = { isErasing: false, hasGrid: false, width: 0 };
  /** @type {Stroke | null} */
  let stroke = null; // the one in progress
  /** @type {Cursor | null} */
  let cursor = null; // while the keyboard draws
  /** @type {Parameters<Hand["show"]>[0]} */
  let handPlace = null;

  watchHand(canvas, {
    act,
    isDown: () => stroke !== null,
    begin(x, y, isOtherEnd) {
      // On an empty pad there is nothing to rub out: the eraser of the one before becomes a pen.
      if (settings.isErasing && isEmpty(history)) adjust({ isErasing: false });
      begin({ kind: "stroke", isErasing: settings.isErasing || isOtherEnd, width: settings.width, points: [x, y] });
    },
    extend,
    end: finish,
    showCursor(shown) {
      cursor = shown;
      drawOverlay();
    },
  });

  /** @type {Hand} */
  const hand = {
    begin: (x, y, width) => begin({ kind: "stroke", isErasing: false, width, points: [x, y] }),
    extend,
    end: finish,
    clear() {
      stroke = null;
      if (!history.operations.length) return;
      show(NO_HISTORY);
      onInk();
      onFinished();
    },
    show(place) {
      handPlace = place;
      drawOverlay();
    },
    invite: panel.invite,
  };

  function begin(/** @type {Stroke} */ begun) {
    stroke = begun;
    history = perform(history, stroke);
    surface.drawStroke(stroke);
    showState();
    onInk();
  }

  function extend(/** @type {number[]} */ points) {
    if (!stroke) return;
    const firstNew = stroke.points.length;
    stroke.points.push(...points);
    surface.drawStroke(stroke, firstNew);
    onInk();
  }

  function finish() {
    if (!stroke) return;
    stroke = null;
    onFinished();
  }

  function act(/** @type {Action} */ action) {
    if (action === "pen" || action === "eraser") adjust({ isErasing: action === "eraser" });
    else if (action === "grid") adjust({ hasGrid: !settings.hasGrid });
    else if (action === "undo" && canUndo(history)) change(undo(history));
    else if (action === "redo" && canRedo(history)) change(redo(history));
    else if (action === "clear" && !isEmpty(history)) change(perform(history, { kind: "clear" }));
  }

  function change(/** @type {History} */ changed) {
    if (stroke) return;
    show(changed);
    onInk();
    onFinished();
  }

  function show(/** @type {History} */ changed) {
    history = changed;
    redraw();
    showState();
  }

  function adjust(/** @type {Partial<Settings>} */ changed) {
    settings = { ...settings, ...changed };
    drawOverlay();
    showState();
    onAdjusted();
  }

  function redraw() {
    surface.draw(seenOf(history));
    drawOverlay();
  }

  function drawOverlay() {
    surface.drawOverlay(settings.hasGrid, cursor, settings.width);
    if (handPlace) surface.drawHand(handPlace);
  }

  function showState() {
    const can = { undo: canUndo(history), redo: canRedo(history), clear: !isEmpty(history) };
    panel.show(can, settings, settings.width * RASTER_PX);
  }

  return {
    panel,
    hand,
    isDown: () => stroke !== null,
    isEmpty: () => isEmpty(history),
    readRaster: surface.readRaster,
    /** End the stroke in progress, if there is one. */
    finish,
    /** What is to be kept of it. */
    facts: () => ({ ...history, settings, ink: toBase64(surface.readRaster()) }),
    /** @param {History} beginning @param {Partial<Settings>} given */
    begin(beginning, given) {
      settings = { ...settings, ...given };
      surface.fit();
      show(beginning);
    },
    /** One more operation, so that undo brings the drawing back. */
    adopt(/** @type {string | null} */ ink) {
      if (ink ? ink === toBase64(surface.readRaster()) : isEmpty(history)) return;
      show(perform(history, ink ? { kind: "picture", ink } : { kind: "clear" }));
    },
    /** Take the element's size. */
    fit() {
      if (surface.fit()) redraw();
    },
  };
}
