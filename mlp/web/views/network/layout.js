// Where each stage of the network stands, and which value lies where. It must not know what is drawn
// there.

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {"image" | "linear" | "relu" | "softmax"} kind
 * @property {number} size
 * @property {number} scale the largest absolute value that its colours tell apart
 */

/**
 * Where a stage stands, in CSS pixels.
 *
 * @typedef {object} Box
 * @property {number} stage its index
 * @property {number} left
 * @property {number} top
 * @property {number} columns 1: one row for each digit
 * @property {number} rows
 * @property {number} cellWidth
 * @property {number} cellHeight
 * @property {number} width
 * @property {number} height
 */

/** @typedef {{stage: number, index: number}} Cell one value of a stage, both 0-based */

export const NUM_CLASSES = 10;
const SIDE = 28;
const WIDE_PX = 480;
const GRID_COLUMNS = 32;

/** @param {number} width of all, in CSS pixels @returns {boolean} whether stages stand side by side */
export function isWide(width) {
  return width >= WIDE_PX;
}

/** @param {Pick<Box, "columns">} box @returns {boolean} whether it has one row for each digit */
export function isOutput(box) {
  return box.columns === 1;
}

/** @param {Stage[]} stages @returns {number} of those whose values belong to digits, but for the last */
export function numScoreStages(stages) {
  return stages[stages.length - 2].kind === "relu" ? 2 : 1;
}

/**
 * Place every stage.
 *
 * @param {Stage[]} stages
 * @param {number} width of all, in CSS pixels
 * @param {number} ratio device pixels in one CSS pixel
 * @returns {{boxes: Box[], height: number}}
 */
export function layOut(stages, width, ratio) {
  return isWide(width) ? layOutWide(stages, width, ratio) : layOutNarrow(stages, width, ratio);
}

/** @param {Stage[]} stages @param {number} width @param {number} ratio */
function layOutWide(stages, width, ratio) {
  const title = 20;
  const hidden = numHidden(stages);
  const step = Math.max(20, width * 0.042);
  const room = width - step * (hidden + 1);
  const image = cellSize(room * (hidden ? 0.2 : 0.45), SIDE, ratio);
  const hiddenRoom = room - image * SIDE - Math.max(190, room * 0.3);
  const cell = hidden ? cellSize(hiddenRoom / hidden, GRID_COLUMNS, ratio) : 0;
  const output = room - image * SIDE - hidden * cell * GRID_COLUMNS;
  const tallest = Math.max(...stages.map((stage) => gridRows(stage.size)), 1) * cell;
  const rowHeight = Math.min(34, Math.max(21, (2 * tallest + 2 * title) / NUM_CLASSES));
  const height = Math.max(2 * tallest + 2 * title + 14, rowHeight * NUM_CLASSES + title + 4);
  const boxes = [grid(0, 1, (height - SIDE * image + title) / 2, SIDE, SIDE, image)];
  for (let layer = 0; layer < hidden; layer++) {
    const left = SIDE * image + step + layer * (GRID_COLUMNS * cell + step);
    const rows = gridRows(stages[1 + 2 * layer].size);
    const top = (height - 2 * rows * cell - title - 14) / 2 + title / 2;
    const second = top + rows * cell + title + 14;
    boxes.push(grid(1 + 2 * layer, left, top, GRID_COLUMNS, rows, cell));
    boxes.push(grid(2 + 2 * layer, left, second, GRID_COLUMNS, rows, cell));
  }
  const top = (height - rowHeight * NUM_CLASSES + title) / 2;
  boxes.push(...outputBoxes(stages, width - output, top, output, rowHeight));
  return { boxes, height };
}

/** @param {Stage[]} stages @param {number} width @param {number} ratio */
function layOutNarrow(stages, width, ratio) {
  const title = 22;
  const gap = 14;
  const image = cellSize(Math.min(width * 0.45, 196), SIDE, ratio);
  const boxes = [grid(0, Math.round((width - SIDE * image) / 2), title, SIDE, SIDE, image)];
  let top = title + SIDE * image;
  const cell = cellSize((width - gap - 2) / 2, GRID_COLUMNS, ratio);
  for (let layer = 0; layer < numHidden(stages); layer++) {
    const rows = gridRows(stages[1 + 2 * layer].size);
    top += title + 12;
    const right = width - 1 - GRID_COLUMNS * cell;
    boxes.push(grid(1 + 2 * layer, 1, top, GRID_COLUMNS, rows, cell));
    boxes.push(grid(2 + 2 * layer, right, top, GRID_COLUMNS, rows, cell));
    top += rows * cell;
  }
  top += title + 14;
  boxes.push(...outputBoxes(stages, 0, top, width, 26));
  return { boxes, height: top + 26 * NUM_CLASSES + 4 };
}

/**
 * Scores, the last ReLU and the probabilities: columns of ten rows.
 *
 * @param {Stage[]} stages
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} rowHeight
 * @returns {Box[]}
 */
function outputBoxes(stages, left, top, width, rowHeight) {
  const last = stages.length - 1;
  const cellWidth = Math.min(58, Math.max(46, width * 0.2));
  const column = (/** @type {number} */ stage, /** @type {number} */ x, /** @type {number} */ boxWidth) => ({
    stage, left: x, top, columns: 1, rows: NUM_CLASSES,
    cellWidth: boxWidth, cellHeight: rowHeight, width: boxWidth, height: rowHeight * NUM_CLASSES,
  });
  const boxes = [];
  let x = left + 18;
  for (let stage = last - numScoreStages(stages); stage < last; stage++) {
    boxes.push(column(stage, x, cellWidth));
    x += cellWidth + 6;
  }
  return [...boxes, column(last, x, left + width - x)];
}

/** @param {number} size of a stage */
const gridRows = (size) => Math.ceil(size / GRID_COLUMNS);

/** @param {Stage[]} stages @returns {number} of hidden layers */
const numHidden = (stages) => (stages.length - 2 - numScoreStages(stages)) / 2;

/** Whole device pixels for each cell keep the grids crisp. */
function cellSize(/** @type {number} */ width, /** @type {number} */ columns, /** @type {number} */ ratio) {
  return Math.max(1, Math.floor((width * ratio) / columns)) / ratio;
}

/**
 * @param {number} stage
 * @param {number} left
 * @param {number} top
 * @param {number} columns
 * @param {number} rows
 * @param {number} cell width and height
 * @returns {Box}
 */
function grid(stage, left, top, columns, rows, cell) {
  const box = { stage, left, top, columns, rows, cellWidth: cell, cellHeight: cell };
  return { ...box, width: columns * cell, height: rows * cell };
}

/** @param {Box[]} boxes @param {number} stage @returns {Box} */
export function boxOf(boxes, stage) {
  return /** @type {Box} */ (boxes.find((box) => box.stage === stage));
}

/** @param {Box[]} boxes @param {Cell} cell @returns {{x: number, y: number}} */
export function centreOf(boxes, { stage, index }) {
  const box = boxOf(boxes, stage);
  const column = index % box.columns;
  const row = Math.floor(index / box.columns);
  return {
    x: box.left + (column + 0.5) * box.cellWidth,
    y: box.top + (row + 0.5) * box.cellHeight,
  };
}

/**
 * @param {Box[]} boxes
 * @param {Stage[]} stages
 * @param {number} x
 * @param {number} y
 * @returns {Cell | null} the one there
 */
export function cellAt(boxes, stages, x, y) {
  for (const box of boxes) {
    const column = Math.floor((x - box.left) / box.cellWidth);
    const row = Math.floor((y - box.top) / box.cellHeight);
    const index = row * box.columns + column;
    const isInside = column >= 0 && column < box.columns && row >= 0 && row < box.rows;
    if (isInside && index < stages[box.stage].size) return { stage: box.stage, index };
  }
  return null;
}

/**
 * Arrows go from cell to cell, Page Up and Page Down from stage to stage.
 *
 * @param {Box[]} boxes
 * @param {Stage[]} stages
 * @param {Cell} cell
 * @param {string} key
 * @returns {Cell | null} null: the key means something else
 */
export function cellAfterKey(boxes, stages, { stage, index }, key) {
  if (key === "PageUp" || key === "PageDown") {
    const next = Math.min(stages.length - 1, Math.max(0, stage + (key === "PageUp" ? -1 : 1)));
    return { stage: next, index: Math.min(index, stages[next].size - 1) };
  }
  const { columns } = boxOf(boxes, stage);
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
  if (!(key in steps)) return null;
  const next = index + steps[/** @type {keyof typeof steps} */ (key)];
  return { stage, index: next >= 0 && next < stages[stage].size ? next : index };
}

/** @param {Cell | null} one @param {Cell | null} other */
export function isSameCell(one, other) {
  return one?.stage === other?.stage && one?.index === other?.index;
}
