// Pointers, wheel and keys on a map. It must not know which cells lie where.

/** @import { Point, View } from "./geometry.js" */

export const BUTTON_FACTOR = 2;
const CLICK_FACTOR = 4;
const DRAG_PX = 4; // less is a click
const LINE_PX = 30; // of a wheel that counts lines
const MAX_WHEEL_PX = 120;
const ZOOM_PER_PX = 0.006;
const STRIDE = 10; // with the shift key

/** @typedef {Point & {distance: number}} Hold the middle of one or two pointers, and how far apart they are */

/**
 * @typedef {object} Steered
 * @property {() => boolean} isThere
 * @property {() => View} view
 * @property {() => boolean} isAtEnd it cannot be zoomed further
 * @property {(point: Point | null) => void} pointAt null: nowhere
 * @property {() => void} focus
 * @property {() => void} read a visitor is about to read values
 * @property {(zoom: number, point?: Point) => void} zoomTo about a point, or the middle
 * @property {(zoom: number) => void} zoomAboutCursor
 * @property {(rows: number, columns: number) => void} moveCursor
 * @property {(from: View, zoom: number, grip: Point, now: Point) => void} drag
 * @property {() => void} showWhole
 * @property {(isHeld: boolean) => void} onHold
 */

/** @param {HTMLCanvasElement} canvas @param {Steered} map */
export function steer(canvas, map) {
  const placeOf = (/** @type {MouseEvent} */ event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  steerByPointer(canvas, map, placeOf);
  steerByWheel(canvas, map, placeOf);
  canvas.onfocus = () => {
    if (map.isThere() && canvas.matches(":focus-visible")) map.focus();
  };
  canvas.onblur = () => map.pointAt(null);
  canvas.onkeydown = (event) => {
    if (!map.isThere() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!actOn(map, event.key, event.shiftKey ? STRIDE : 1)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** @param {HTMLCanvasElement} canvas @param {Steered} map @param {(event: MouseEvent) => Point} placeOf */
function steerByPointer(canvas, map, placeOf) {
  /** @type {Map<number, Point>} of pointers that are down, by id */
  const places = new Map();
  /** @type {(Hold & {view: View}) | null} where a drag or a pinch began */
  let grip = null;
  let hasMoved = false;

  /** Begin to drag or to pinch anew, with the pointers that are down now. */
  function takeHold() {
    const [one, other] = [...places.values()];
    const view = map.view();
    grip = one && (other || view.zoom > 1) ? { view, ...holdOf(one, other) } : null;
    map.onHold(grip !== null);
  }

  canvas.onpointerenter = () => map.isThere() && map.read();
  canvas.onpointerdown = (event) => {
    if (!map.isThere() || (event.pointerType === "mouse" && event.button !== 0)) return;
    places.set(event.pointerId, placeOf(event));
    hasMoved = places.size > 1;
    takeHold();
    if (grip) for (const id of places.keys()) canvas.setPointerCapture(id);
  };
  canvas.onpointermove = (event) => {
    const place = placeOf(event);
    if (places.has(event.pointerId) && grip) {
      const isFar = Math.hypot(place.x - grip.x, place.y - grip.y) > DRAG_PX;
      if (!hasMoved && !isFar) return;
      hasMoved = true;
      places.set(event.pointerId, place);
      const [one, other] = [...places.values()];
      const now = holdOf(one, other);
      map.drag(grip.view, other ? grip.view.zoom * (now.distance / grip.distance) : grip.view.zoom, grip, now);
    }
    if (event.pointerType !== "touch") map.pointAt(place);
  };
  canvas.onpointerup = canvas.onpointercancel = (event) => {
    if (places.delete(event.pointerId)) takeHold();
  };
  canvas.onclick = (event) => {
    if (!hasMoved) map.pointAt(placeOf(event));
  };
  canvas.ondblclick = (event) => {
    if (!map.isThere()) return;
    if (map.isAtEnd()) map.showWhole();
    else map.zoomTo(map.view().zoom * CLICK_FACTOR, placeOf(event));
  };
  canvas.onpointerleave = (event) => {
    if (event.pointerType !== "touch" && !grip) map.pointAt(null);
  };
}

/**
 * NOTE: Plain wheels and single fingers belong to the page; these listeners must be able to stop it.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Steered} map
 * @param {(event: MouseEvent) => Point} placeOf
 */
function steerByWheel(canvas, map, placeOf) {
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault(); // not the browser's own zoom
    const stepPx = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1);
    const place = placeOf(event);
    map.zoomTo(map.view().zoom * wheelFactor(stepPx), place);
    map.pointAt(place);
  }, { passive: false });
  canvas.addEventListener("touchstart", (event) => {
    if (event.touches.length > 1) event.preventDefault();
  }, { passive: false });
}

/** @param {number} stepPx down is positive */
export function wheelFactor(stepPx) {
  return Math.exp(-ZOOM_PER_PX * Math.min(MAX_WHEEL_PX, Math.max(-MAX_WHEEL_PX, stepPx)));
}

/** @param {Point} one @param {Point} [other] @returns {Hold} */
export function holdOf(one, other = one) {
  return {
    x: (one.x + other.x) / 2,
    y: (one.y + other.y) / 2,
    distance: Math.max(1, Math.hypot(one.x - other.x, one.y - other.y)),
  };
}

/**
 * @param {Steered} map
 * @param {string} key
 * @param {number} stride cells that an arrow key goes
 * @returns {boolean} whether the key does something here
 */
export function actOn(map, key, stride) {
  const { zoom } = map.view();
  if (key === "ArrowLeft") map.moveCursor(0, -stride);
  else if (key === "ArrowRight") map.moveCursor(0, stride);
  else if (key === "ArrowUp") map.moveCursor(-stride, 0);
  else if (key === "ArrowDown") map.moveCursor(stride, 0);
  else if (key === "+" || key === "=") map.zoomAboutCursor(zoom * BUTTON_FACTOR);
  else if (key === "-" || key === "_") map.zoomAboutCursor(zoom / BUTTON_FACTOR);
  else if (key === "Home" || key === "0" || (key === "Escape" && zoom > 1)) map.showWhole();
  else return false;
  return true;
}
