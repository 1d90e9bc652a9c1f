// Which cells of a map are seen, and where they lie on its canvas, in CSS pixels. It must not know what
// is in them.

const MAX_HEIGHT_PX = 640;
const WINDOW_SHARE = 0.41; // of the window's height at most: what stands around the map fits in
const MIN_WINDOW_PX = 300;
const LOW_HEIGHT_PX = 240; // what has few rows gets higher cells, up to this height
const ROW_PX = 18;
const MAX_ROW_PX = 30;
const STRIP_PX = 40; // a bias
const CELL_WIDTH_PX = 108; // of a cell that is zoomed in on as far as it goes: room for any float32
const CELL_HEIGHT_PX = 56;
const LEAST_ZOOM = 1.02; // less is none

/** @typedef {{rows: number, columns: number}} Shape */
/** @typedef {Shape & {width: number, height: number, ratio: number}} Field ratio: device pixels for each CSS pixel */
/** @typedef {{zoom: number, left: number, top: number}} View left and top in cells */
/** @typedef {{row: number, column: number}} Cell */
/** @typedef {{x: number, y: number}} Point of the canvas */
/** @typedef {[across: number, down: number]} Sides of a cell */

/** @type {View} */
export const WHOLE = { zoom: 1, left: 0, top: 0 };

/**
 * Choose what fills the width at its natural aspect, unless that is too high to look at or too low.
 *
 * @param {Shape} shape
 * @param {number} width
 * @param {number} windowHeight
 */
export function heightFor({ rows, columns }, width, windowHeight) {
  if (rows === 1) return STRIP_PX;
  const lowest = Math.min(rows * ROW_PX, LOW_HEIGHT_PX);
  const highest = Math.max(MIN_WINDOW_PX, windowHeight * WINDOW_SHARE);
  const natural = Math.max(lowest, (width * rows) / columns);
  return Math.round(Math.min(MAX_HEIGHT_PX, highest, natural, rows * MAX_ROW_PX));
}

/** @param {Field} field @param {number} zoom @returns {Sides} */
export function cellSize(field, zoom) {
  const { side, whole, largest } = growth(field);
  const grown = (/** @type {0 | 1} */ axis) => Math.min(Math.max(whole[axis], side * zoom), largest[axis]);
  return [grown(0), grown(1)];
}

/** @param {Field} field */
export function largestZoom(field) {
  return growth(field).zoom;
}

/** Tell what grows: the shorter side of the cells until they are square, then both, as far as is useful. */
function growth(/** @type {Field} */ { rows, columns, width, height }) {
  /** @type {Sides} */
  const whole = [width / columns, height / rows];
  /** @type {Sides} */
  const largest = [
    Math.max(whole[0], CELL_WIDTH_PX),
    Math.max(whole[1], Math.min(CELL_HEIGHT_PX, height / 2)),
  ];
  const growing = [0, 1].filter((axis) => largest[axis] > whole[axis]);
  if (!growing.length) return { side: 1, whole, largest, zoom: 1 };
  const side = Math.min(...growing.map((axis) => whole[axis]));
  return { side, whole, largest, zoom: Math.max(...growing.map((axis) => largest[axis])) / side };
}

/** @param {Field} field @param {number} zoom */
function possibleZoom(field, zoom) {
  return Math.min(Math.max(1, zoom), growth(field).zoom);
}

/**
 * Bring a view within what there is. Whole device pixels: cells must not flicker while panned.
 *
 * @param {Field} field
 * @param {View} view
 * @returns {View}
 */
export function fitView(field, { zoom, left, top }) {
  const possible = possibleZoom(field, zoom);
  const fitted = possible < LEAST_ZOOM ? 1 : possible;
  const [width, height] = cellSize(field, fitted);
  const snap = (
    /** @type {number} */ start, /** @type {number} */ cellPx, /** @type {number} */ numCells,
    /** @type {number} */ roomPx,
  ) => {
    const last = Math.max(0, numCells - roomPx / cellPx);
    const step = 1 / (cellPx * field.ratio);
    return Math.round(Math.min(Math.max(0, start), last) / step) * step;
  };
  return {
    zoom: fitted,
    left: snap(left, width, field.columns, field.width),
    top: snap(top, height, field.rows, field.height),
  };
}

/**
 * Zoom and move so that what lies under one point comes to lie under another.
 *
 * @param {Field} field
 * @param {View} view
 * @param {number} zoom
 * @param {Point} from
 * @param {Point} to
 * @returns {View} perhaps beyond what there is
 */
export function moveView(field, view, zoom, from, to) {
  const [width, height] = cellSize(field, view.zoom);
  const [newWidth, newHeight] = cellSize(field, possibleZoom(field, zoom));
  return {
    zoom,
    left: view.left + from.x / width - to.x / newWidth,
    top: view.top + from.y / height - to.y / newHeight,
  };
}

/**
 * Move a view as little as shows a cell whole.
 *
 * @param {Field} field
 * @param {View} view
 * @param {Cell} cell
 * @returns {View}
 */
export function viewWith(field, view, { row, column }) {
  const [width, height] = cellSize(field, view.zoom);
  const nearest = (
    /** @type {number} */ start, /** @type {number} */ index, /** @type {number} */ numSeen,
  ) => Math.min(index, Math.max(start, index + 1 - numSeen));
  return {
    zoom: view.zoom,
    left: nearest(view.left, column, field.width / width),
    top: nearest(view.top, row, field.height / height),
  };
}

/** @param {Field} field @returns {Point} */
export function middleOf({ width, height }) {
  return { x: width / 2, y: height / 2 };
}

/** @param {Field} field @param {View} view @param {Cell} cell @returns {Point} its middle */
export function pointOf(field, view, { row, column }) {
  const [width, height] = cellSize(field, view.zoom);
  return { x: (column + 0.5 - view.left) * width, y: (row + 0.5 - view.top) * height };
}

/** @param {Field} field @param {View} view @param {Point} point @returns {Cell | null} null: beside the canvas */
export function cellAt(field, view, { x, y }) {
  if (x < 0 || y < 0 || x >= field.width || y >= field.height) return null;
  const [width, height] = cellSize(field, view.zoom);
  return {
    row: Math.min(field.rows - 1, Math.floor(view.top + y / height)),
    column: Math.min(field.columns - 1, Math.floor(view.left + x / width)),
  };
}

/** @param {Shape} shape @param {Cell} cell @param {number} rows @param {number} columns @returns {Cell} so far away */
export function cellBeside(shape, { row, column }, rows, columns) {
  const within = (/** @type {number} */ index, /** @type {number} */ numCells) =>
    Math.min(numCells - 1, Math.max(0, index));
  return { row: within(row + rows, shape.rows), column: within(column + columns, shape.columns) };
}

/** @param {Field} field @param {View} view @returns which cells are seen, the outer ones perhaps in part */
export function cellsSeen(field, view) {
  const [width, height] = cellSize(field, view.zoom);
  const last = (/** @type {number} */ start, /** @type {number} */ numSeen, /** @type {number} */ numCells) =>
    Math.min(numCells - 1, Math.ceil(start + numSeen - 0.001) - 1);
  return {
    firstColumn: Math.floor(view.left),
    lastColumn: last(view.left, field.width / width, field.columns),
    firstRow: Math.floor(view.top),
    lastRow: last(view.top, field.height / height, field.rows),
  };
}
