// The pad's canvases: operations become the ink that is seen and the raster that is sent, side by
// side. It must not know who draws, nor where the raster goes.

import { fromBase64 } from "../../browser/messages.js";
import { RASTER_PX } from "./history.js";

/** @import { Operation, Picture, Stroke } from "./history.js" */

/** @typedef {{x: number, y: number}} Cursor shares of the pad's side */

/**
 * @param {HTMLCanvasElement} canvas where the ink is seen
 * @param {HTMLCanvasElement} overlay above it
 */
export function createSurface(canvas, overlay) {
  const raster = document.createElement("canvas");
  raster.width = raster.height = RASTER_PX;
  const view = contextOf(canvas);
  const ink = contextOf(raster, { willReadFrequently: true });
  const above = contextOf(overlay);

  function blank() {
    ink.fillStyle = view.fillStyle = "#000";
    ink.fillRect(0, 0, RASTER_PX, RASTER_PX);
    view.fillRect(0, 0, canvas.width, canvas.height);
  }

  /** Draw the part of a stroke from a point on; a single point is a dot. */
  function drawStroke(/** @type {Stroke} */ stroke, firstPoint = 0) {
    for (let to = firstPoint; to < stroke.points.length; to += 2) {
      const from = Math.max(0, to - 2);
      drawSegment(ink, RASTER_PX, stroke, from, to);
      drawSegment(view, canvas.width, stroke, from, to);
    }
  }

  function drawPicture(/** @type {Picture} */ picture) {
    const grey = fromBase64(picture.ink);
    const image = ink.createImageData(RASTER_PX, RASTER_PX);
    for (let index = 0; index < grey.length; index++) {
      image.data.fill(grey[index], 4 * index, 4 * index + 3);
      image.data[4 * index + 3] = 255;
    }
    ink.putImageData(image, 0, 0);
    view.imageSmoothingEnabled = false;
    view.drawImage(raster, 0, 0, canvas.width, canvas.height);
  }

  return {
    drawStroke,
    /** Take the element's size; returns whether it is another one, so that all is to be drawn again. */
    fit() {
      const side = Math.round(canvas.clientWidth * window.devicePixelRatio);
      if (!side || side === canvas.width) return false;
      for (const each of [canvas, overlay]) each.width = each.height = side;
      return true;
    },
    /** @param {Operation[]} operations all that is seen */
    draw(operations) {
      blank();
      for (const operation of operations) {
        if (operation.kind === "stroke") drawStroke(operation);
        else if (operation.kind === "picture") drawPicture(operation);
      }
    },
    /**
     * Draw what lies over the ink.
     *
     * @param {boolean} hasGrid
     * @param {Cursor | null} cursor of the keyboard
     * @param {number} width of the pen, as a share of the side
     */
    drawOverlay(hasGrid, cursor, width) {
      above.clearRect(0, 0, overlay.width, overlay.height);
      if (hasGrid) drawGrid(above, overlay.width);
      if (cursor) drawCursor(above, overlay.width, cursor, width);
    },
    /** A hand's pen over all of it, its tip where it writes. */
    drawHand(/** @type {Cursor & {isDown: boolean}} */ place) {
      drawPen(above, overlay.width, place);
    },
    /** @returns {Uint8Array} the raster, one byte for each pixel */
    readRaster() {
      const pixels = ink.getImageData(0, 0, RASTER_PX, RASTER_PX).data;
      const grey = new Uint8Array(RASTER_PX * RASTER_PX);
      for (let index = 0; index < grey.length; index++) grey[index] = pixels[4 * index];
      return grey;
    },
  };
}

/** @param {HTMLCanvasElement} canvas @param {CanvasRenderingContext2DSettings} [settings] */
function contextOf(canvas, settings) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", settings));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} side of its canvas
 * @param {Stroke} stroke
 * @param {number} from place of a point in the stroke's
 * @param {number} to the same: a dot
 */
function drawSegment(context, side, { points, width, isErasing }, from, to) {
  context.fillStyle = context.strokeStyle = isErasing ? "#000" : "#fff";
  context.beginPath();
  if (from === to) {
    context.arc(points[to] * side, points[to + 1] * side, (width * side) / 2, 0, 7);
    context.fill();
    return;
  }
  context.lineWidth = width * side;
  context.lineCap = context.lineJoin = "round";
  context.moveTo(points[from] * side, points[from + 1] * side);
  context.lineTo(points[to] * side, points[to + 1] * side);
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {number} side */
function drawGrid(context, side) {
  context.strokeStyle = "rgba(140, 170, 210, 0.35)";
  context.lineWidth = 1;
  context.beginPath();
  for (let line = 1; line < 28; line++) {
    const at = Math.round((line * side) / 28) + 0.5;
    context.moveTo(at, 0);
    context.lineTo(at, side);
    context.moveTo(0, at);
    context.lineTo(side, at);
  }
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {number} side @param {Cursor} cursor @param {number} width */
function drawCursor(context, side, { x, y }, width) {
  context.strokeStyle = "#63b3ff";
  context.lineWidth = Math.max(2, side / 200);
  context.beginPath();
  context.arc(x * side, y * side, (width * side) / 2 + 2, 0, 7);
  context.stroke();
}

// In hundredths of the pad's side, the tip at 0, 0; it comes from the right below, as most hands do.
const PEN_TIP = new Path2D("M0 0L1.2 4.4L4.4 1.2Z");
const PEN_BODY = new Path2D("M1.2 4.4L4.4 1.2L20 16.8A2.2 2.2 0 0 1 16.8 20Z");

/** @param {CanvasRenderingContext2D} context @param {number} side @param {Cursor & {isDown: boolean}} place */
function drawPen(context, side, { x, y, isDown }) {
  const lift = isDown ? 0 : 2;
  context.save();
  context.scale(side / 100, side / 100);
  context.translate(100 * x + lift, 100 * y - lift);
  context.shadowColor = "rgba(0, 0, 0, 0.6)";
  context.shadowBlur = side / 50;
  context.fillStyle = "#63b3ff";
  context.fill(PEN_BODY);
  context.fillStyle = "#ffd9a8";
  context.fill(PEN_TIP);
  context.restore();
}
