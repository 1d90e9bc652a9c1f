// Where each stage of the network stands in the room there is. It must not know what is drawn there.

import { NUM_CLASSES, numHidden, numScoreStages } from "./stages.js";

/** @import { Stage } from "./stages.js" */

/**
 * Where a stage stands, in CSS pixels; its title stands right above it.
 *
 * @typedef {object} Box
 * @property {number} stage its index
 * @property {number} left
 * @property {number} top
 * @property {boolean} isOutput it has one row for each digit
 * @property {number} columns
 * @property {number} rows
 * @property {number} cellWidth
 * @property {number} cellHeight
 * @property {number} width
 * @property {number} height
 * @property {number} titleWidth
 * @property {number} titleHeight
 */

/** @typedef {{left: number, top: number, width: number, height: number}} Place in CSS pixels */

/** @typedef {{grids: number, outputs: number}} TitleLines how many lines there is room for */

/**
 * @typedef {object} Style
 * @property {number} letter size of a title's letters
 * @property {TitleLines} titleLines
 * @property {number} [above] of the height, what belongs to others everywhere but over the digits' rows,
 *   which are as narrow as can be; 0: nothing
 */

/**
 * @typedef {object} Layout
 * @property {Box[]} boxes one for each stage, in their order
 * @property {number} width
 * @property {number} height
 * @property {number} letter size of a title's letters, in CSS pixels
 * @property {boolean} isWide whether stages stand side by side
 * @property {boolean} isBeside whether the digits' rows stand beside what others show above the stages
 * @property {number} digitsLeft where the column of digits begins, which belongs to the scores
 * @property {number} figureWidth of the last box: what stands right of the bars' tracks
 * @property {Place} row where the picture's numbers lie one after the other while the signal runs
 */

/**
 * @typedef {object} Room
 * @property {number} width
 * @property {number} height
 * @property {number} ratio device pixels in one CSS pixel
 * @property {number} letter
 * @property {number} title height of a grid's
 * @property {number} outputTitle
 * @property {number} gap between stages
 * @property {number} above
 * @property {OutputWidths} widths
 */

const SIDE = 28;
const WIDE_PX = 480;
const LETTER_PX = 14; // in a room …
const LETTER_ROOM = { width: 850, height: 440 }; // … up to this one; from there on it grows
const LETTER_GROWTH_PX = 7; // in a room of twice the size
export const LINE = 1.18; // height of a title's line, in letters
const TITLE_FOOT = 0.5; // letters between a title and its stage
/**
 * Of digits' rows, in letters.
 *
 * @typedef {{digits: number, score: number, between: number, track: number}} OutputWidths
 */
/** @type {OutputWidths} */
const OUTPUT_WIDTHS = { digits: 1.9, score: 3.8, between: 0.9, track: 3.6 };
/** @type {OutputWidths} */
const BESIDE_WIDTHS = { digits: 1.5, score: 2.5, between: 0.6, track: 1.8 };
const FIGURE = 6.5;
const OUTPUTS = 0.29; // of the width, at least
const MOST_IMAGE = 0.34; // of the width
const LEAST_IMAGE = 0.2; // of the room beside the outputs, however many layers there are
const BESIDE_GAIN = 1.35; // titles have less room side by side: cells must be so much larger
const LARGEST_CELL = 1.7; // a layer of a few units does not fill its room
const GAPS = 0.3; // of the room beside the outputs that gaps may take: there may be a dozen
const LEAST_TITLE = 9.3; // width that a title has even over a few units, in letters
const ARROW = 0.9; // beside a title, in letters
const ROW = 0.7; // height of the long row, in letters

/** @param {number} width of all, in CSS pixels @returns {boolean} whether stages stand side by side */
export function isWideEnough(width) {
  return width >= WIDE_PX;
}

/** @param {number} width of all @param {number} height @returns {number} size of letters that suits it */
export function letterFor(width, height) {
  const size = Math.min(width / LETTER_ROOM.width, height / LETTER_ROOM.height);
  return LETTER_PX + LETTER_GROWTH_PX * Math.max(0, size - 1);
}

/**
 * Place every stage; a narrow room is filled in its width alone.
 *
 * @param {Stage[]} stages
 * @param {number} width of all, in CSS pixels
 * @param {number} height
 * @param {number} ratio device pixels in one CSS pixel
 * @param {Style} style
 * @returns {Layout}
 */
export function layOut(stages, width, height, ratio, { letter, titleLines, above = 0 }) {
  const isWide = isWideEnough(width);
  const titleOf = (/** @type {number} */ lines) => (lines * LINE + TITLE_FOOT) * letter;
  const room = {
    width, height, ratio, letter,
    title: titleOf(titleLines.grids),
    outputTitle: titleOf(titleLines.outputs),
    gap: isWide && !above ? Math.max(1.8 * letter, width * 0.034) : 1.6 * letter,
    above: isWide ? above : 0,
    widths: isWide && above ? BESIDE_WIDTHS : OUTPUT_WIDTHS,
  };
  return isWide ? layOutWide(stages, room) : layOutNarrow(stages, room);
}

/** @param {Stage[]} stages @param {Room} room @returns {Layout} */
function layOutWide(stages, room) {
  const { width, ratio, letter, title, above } = room;
  const isBeside = above > 0;
  const foot = room.height - (ROW + 0.3) * letter; // above the long row
  const height = foot - above;
  const hidden = numHidden(stages);
  const least = Math.max(outputsWidth(stages, room), isBeside ? 0 : OUTPUTS * width);
  const gap = Math.min(room.gap, (GAPS * (width - least)) / (hidden + 1));
  const rest = width - 2 - least - gap * (hidden + 1);
  const sizes = hiddenSizes(stages);
  const mostWide = isBeside ? Math.max(LEAST_IMAGE * rest, rest - hidden * LEAST_TITLE * letter) : MOST_IMAGE * width;
  const most = Math.min(height - title - 2, hidden ? mostWide : 0.5 * width);
  const spaced = { ...room, gap };
  const grids = bestGrids(sizes, rest, most, height, spaced);
  // What the grids leave goes to the picture, and what that leaves to the bars.
  const gridsWidth = grids.widths.reduce((sum, each) => sum + each, 0);
  const image = wholePixels(Math.min(rest - gridsWidth, most) / SIDE, ratio);
  if (isBeside) spaced.gap += (rest - gridsWidth - SIDE * image) / (hidden + 1);
  const picture = boxAt(0, 1, (height - SIDE * image + title) / 2, { columns: SIDE, rows: SIDE, cell: image }, title);
  const boxes = [isBeside ? { ...picture, titleWidth: picture.width + 0.85 * spaced.gap } : picture];
  let left = 1 + SIDE * image + spaced.gap;
  grids.places.forEach((place, layer) => {
    boxes.push(...pair(1 + 2 * layer, { left, width: grids.widths[layer] }, place, grids, height, spaced));
    left += grids.widths[layer] + spaced.gap;
  });
  const digitsFoot = isBeside ? room.height : foot;
  const rowHeight = Math.min((digitsFoot - room.outputTitle - 2) / NUM_CLASSES, 3 * letter);
  const top = (digitsFoot - rowHeight * NUM_CLASSES + room.outputTitle) / 2;
  const outputs = { left, top, width: width - 1 - left, rowHeight, room };
  return {
    boxes: [...boxes.map((box) => ({ ...box, top: box.top + above })), ...outputBoxes(stages, outputs)],
    width, height: room.height, letter, isWide: true, isBeside, digitsLeft: left, figureWidth: FIGURE * letter,
    row: {
      left: 1, top: room.height - ROW * letter - 1, width: (isBeside ? left : width) - 2, height: ROW * letter,
    },
  };
}

/**
 * @typedef {object} Grid
 * @property {number} columns
 * @property {number} rows
 * @property {number} cell
 */

/**
 * The grids with the largest cells, whatever room between the least and the most the picture takes.
 *
 * @param {number[]} sizes of the hidden layers
 * @param {number} width of picture and grids
 * @param {number} mostImage
 * @param {number} height
 * @param {Room} room
 */
function bestGrids(sizes, width, mostImage, height, room) {
  const least = sizes.length < 2 ? 0.34 : 0.24;
  const shares = Array.from({ length: 9 }, (_, step) => least + 0.02 * step);
  const images = shares.map((share) => SIDE * wholePixels(Math.min(share * width, mostImage) / SIDE, room.ratio));
  return images
    .map((image) => arrange(sizes, width - image, height, room))
    .reduce((best, other) => (other.cell >= best.cell ? other : best));
}

/**
 * The hidden layers' grids: a sum above its ReLU, or beside it where that makes larger cells.
 *
 * @param {number[]} sizes of the hidden layers
 * @param {number} width of all
 * @param {number} height
 * @param {Room} room
 * @returns {{places: Grid[], widths: number[], isStacked: boolean, between: number, cell: number}} cell:
 *   the smallest
 */
function arrange(sizes, width, height, room) {
  const between = 1.7 * room.letter;
  const slot = width / Math.max(1, sizes.length);
  const fit = (/** @type {number} */ fitWidth, /** @type {number} */ fitHeight) =>
    sizes.map((size) => fitGrid(size, fitWidth, fitHeight, room));
  const stacked = fit(slot, (height - 2) / 2 - room.title);
  const beside = fit((slot - between) / 2, height - 2 - room.title);
  const least = (/** @type {Grid[]} */ grids) => Math.min(...grids.map(({ cell }) => cell));
  const isStacked = BESIDE_GAIN * least(stacked) >= least(beside);
  const places = isStacked ? stacked : beside;
  const widths = places.map(({ columns, cell }) =>
    (isStacked ? Math.max(columns * cell, Math.min(slot, LEAST_TITLE * room.letter)) : 2 * columns * cell + between));
  return { places, widths, isStacked, between, cell: least(places) };
}

/**
 * @param {number} stage of the layer's sums
 * @param {{left: number, width: number}} column
 * @param {Grid} grid
 * @param {{isStacked: boolean, between: number}} arranged
 * @param {number} height
 * @param {Room} room
 * @returns {Box[]} the layer before and after its ReLU
 */
function pair(stage, { left, width: columnWidth }, grid, { isStacked, between }, height, { title, letter, gap }) {
  const [width, gridHeight] = [grid.columns * grid.cell, grid.rows * grid.cell];
  if (!isStacked) {
    const top = (height - gridHeight + title) / 2;
    return [boxAt(stage, left, top, grid, title), boxAt(stage + 1, left + width + between, top, grid, title)];
  }
  const free = Math.max(0, height - 2 * (gridHeight + title) - 1);
  const top = title + free / 3;
  const second = top + gridHeight + title + free / 3;
  return [
    { ...boxAt(stage, left, top, grid, title), titleWidth: columnWidth + 0.7 * gap - 0.4 * letter },
    { ...boxAt(stage + 1, left, second, grid, title), titleWidth: columnWidth - ARROW * letter },
  ];
}

/** @param {Stage[]} stages @param {Room} room @returns {Layout} */
function layOutNarrow(stages, room) {
  const { width, ratio, letter, title, gap } = room;
  const image = wholePixels(Math.min(width * 0.55, 224) / SIDE, ratio);
  const boxes = [boxAt(0, Math.round((width - SIDE * image) / 2), title, { columns: SIDE, rows: SIDE, cell: image }, title)];
  let top = title + SIDE * image;
  const row = { left: 1, top: top + 0.3 * letter, width: width - 2, height: ROW * letter };
  top += (ROW + 0.3) * letter;
  hiddenSizes(stages).forEach((size, layer) => {
    const half = (width - gap - 2) / 2;
    const grid = fitGrid(size, half, 1.3 * half, room);
    top += title + 0.6 * letter;
    const first = { ...boxAt(1 + 2 * layer, 1, top, grid, title), titleWidth: half - ARROW * letter };
    const right = width - 1 - grid.columns * grid.cell;
    boxes.push(first, { ...boxAt(2 + 2 * layer, right, top, grid, title), titleWidth: half });
    top += grid.rows * grid.cell;
  });
  top += room.outputTitle + 0.6 * letter;
  const rowHeight = 2.1 * letter;
  boxes.push(...outputBoxes(stages, { left: 0, top, width: width - 1, rowHeight, room }));
  const height = Math.ceil(top + rowHeight * NUM_CLASSES + 2);
  return {
    boxes, width, height, letter, isWide: false, isBeside: false, digitsLeft: 0, figureWidth: FIGURE * letter, row,
  };
}

/** @param {Stage[]} stages @param {Room} room @returns {number} width that digits, scores and bars need */
function outputsWidth(stages, { letter, widths: { digits, score, between, track } }) {
  return (digits + numScoreStages(stages) * (score + between) + track + FIGURE) * letter;
}

/**
 * Scores, the last ReLU and the probabilities: columns of ten rows, right of their digits.
 *
 * @param {Stage[]} stages
 * @param {{left: number, top: number, width: number, rowHeight: number, room: Room}} place
 * @returns {Box[]}
 */
function outputBoxes(stages, { left, top, width, rowHeight, room: { letter, outputTitle, widths } }) {
  const last = stages.length - 1;
  const column = (/** @type {number} */ stage, /** @type {number} */ x, /** @type {number} */ boxWidth) => ({
    stage, left: x, top, isOutput: true, columns: 1, rows: NUM_CLASSES,
    cellWidth: boxWidth, cellHeight: rowHeight, width: boxWidth, height: rowHeight * NUM_CLASSES,
    titleWidth: left + width - x, titleHeight: outputTitle,
  });
  const boxes = [];
  let x = left + widths.digits * letter;
  for (let stage = last - numScoreStages(stages); stage < last; stage++) {
    boxes.push(column(stage, x, widths.score * letter));
    x += (widths.score + widths.between) * letter;
  }
  return [...boxes, column(last, x, left + width - x)];
}

/** @param {Stage[]} stages @returns {number[]} units of each hidden layer */
function hiddenSizes(stages) {
  return Array.from({ length: numHidden(stages) }, (_, layer) => stages[1 + 2 * layer].size);
}

/**
 * The grid with the largest cells that fits; of those the one whose last row is fullest.
 *
 * @param {number} size how many cells
 * @param {number} width
 * @param {number} height
 * @param {Pick<Room, "ratio" | "letter">} room
 * @returns {Grid}
 */
export function fitGrid(size, width, height, { ratio, letter }) {
  const mayBeEmpty = Math.max(3, size / 25); // cells of the last row
  let best = { columns: size, rows: 1, cell: 0, empty: 0 };
  for (let columns = 1; columns <= size; columns++) {
    const rows = Math.ceil(size / columns);
    const empty = columns * rows - size;
    if (empty > mayBeEmpty) continue;
    const most = wholePixels(Math.min(LARGEST_CELL * letter, width / columns, height / rows), ratio);
    if (most > best.cell || (most === best.cell && empty < best.empty)) {
      best = { columns, rows, cell: most, empty };
    }
  }
  const { columns, rows, cell } = best;
  return { columns, rows, cell };
}

/** Whole device pixels for each cell keep the grids crisp; below one of them nothing does. */
function wholePixels(/** @type {number} */ size, /** @type {number} */ ratio) {
  return size * ratio < 1 ? size : Math.floor(size * ratio + 1e-6) / ratio;
}

/**
 * @param {number} stage
 * @param {number} left
 * @param {number} top
 * @param {Grid} grid
 * @param {number} titleHeight
 * @returns {Box}
 */
function boxAt(stage, left, top, { columns, rows, cell }, titleHeight) {
  const [width, height] = [columns * cell, rows * cell];
  return {
    stage, left, top, isOutput: false, columns, rows,
    cellWidth: cell, cellHeight: cell, width, height, titleWidth: width, titleHeight,
  };
}
