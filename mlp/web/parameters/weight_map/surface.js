// The canvas of a map, with the view of its cells. It must not know who moves the view.

import { drawOver, paintView } from "./drawing.js";
import { WHOLE, fitView, heightFor } from "./geometry.js";

/** @import { Content } from "./drawing.js" */
/** @import { Cell, Field, Shape, View } from "./geometry.js" */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {() => Content | null} contentNow null: there is nothing to draw yet
 * @param {(isPrinted: boolean) => void} onDrawn
 */
export function createSurface(canvas, contentNow, onDrawn) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {Field} */
  let field = { rows: 1, columns: 1, width: 0, height: 0, ratio: 1 };
  /** @type {View} */
  let view = WHOLE;
  /** @type {ImageData | null} the cells as they are seen now */
  let pixels = null;
  let frame = 0;
  let isStopped = false;
  const surface = {
    cell: /** @type {Cell | null} */ (null), // under the pointer or the cursor
    field: () => field,
    view: () => view,
    resize,
    show,
    draw,
    requestDraw,
    /** The colours are others. */
    repaint() {
      pixels = null;
      requestDraw();
    },
    stop() {
      isStopped = true;
      cancelAnimationFrame(frame);
    },
  };

  function resize(/** @type {Shape} */ shape, /** @type {number} */ room) {
    const ratio = devicePixelRatio;
    const { rows, columns } = shape;
    field = { rows, columns, width: Math.floor(room * ratio) / ratio, height: heightFor(shape, room, innerHeight), ratio };
    canvas.width = Math.round(field.width * ratio);
    canvas.height = Math.round(field.height * ratio);
    canvas.style.width = `${field.width}px`;
    canvas.style.height = `${field.height}px`;
  }

  /** Take a view, within what there is. */
  function show(/** @type {View} */ next) {
    view = fitView(field, next);
    canvas.style.touchAction = view.zoom > 1 ? "none" : "pan-y";
    surface.repaint();
  }

  function requestDraw() {
    frame ||= requestAnimationFrame(draw);
  }

  function draw() {
    cancelAnimationFrame(frame);
    frame = 0;
    const content = contentNow();
    if (!content || !canvas.width || isStopped) return;
    pixels ??= paintView(field, view, content, canvas);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.putImageData(pixels, 0, 0);
    context.setTransform(field.ratio, 0, 0, field.ratio, 0, 0);
    onDrawn(drawOver(context, field, view, { ...content, cell: surface.cell }));
  }
  return surface;
}
