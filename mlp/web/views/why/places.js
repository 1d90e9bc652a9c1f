// Where on a drawing its ink speaks: at the top, on the left … of the ink's own box. It must not know
// what it says, nor in which words.

const SIDE = 28;
const INKED = 0.35; // from here on a pixel belongs to a stroke
const MOSTLY = 0.5; // share of what is said above which a place is named
const LEAST_SIDE = 9; // pixels of the box that are worth three parts
const LEAST_RUN = 7; // pixels of a bar or a stem
const LONG = 0.7; // share of the box's side from which on a run of ink is a bar or a stem
const MAX_WIDTH = 5; // pixels of a stroke
const ROWS = ["top", "middle", "bottom"];
const COLUMNS = ["left", "centre", "right"];
const CLEARLY = 0.6; // what is left of it there when what ink says against it is taken away
const STEADINESS = 1.25; // times that another place must say more before it takes over

/** @typedef {{top: number, bottom: number, left: number, right: number}} Box pixels, all inclusive */

/**
 * @typedef {object} Place
 * @property {string} name of the place: "top", "left", "bottom right" …; "all": no part says half of it
 * @property {"ink" | "bar" | "stem"} form what lies there; a bar or a stem only where one was measured
 */

/** @param {Float32Array} image 28×28, [0, 1] @returns {Box | null} around the strokes; null: none */
export function boxOf(image) {
  const box = { top: SIDE, bottom: -1, left: SIDE, right: -1 };
  image.forEach((ink, index) => {
    if (ink < INKED) return;
    const [row, column] = [Math.floor(index / SIDE), index % SIDE];
    box.top = Math.min(box.top, row);
    box.bottom = Math.max(box.bottom, row);
    box.left = Math.min(box.left, column);
    box.right = Math.max(box.right, column);
  });
  return box.bottom < 0 ? null : box;
}

/** @param {number} row @param {number} column @param {Box} box @returns {string} name of the ninth */
export function ninthAt(row, column, box) {
  return nameOf(thirdOf(row, box.top, box.bottom), thirdOf(column, box.left, box.right));
}

/**
 * Find the place that says most. One that was named before stays until another says clearly more.
 *
 * @param {Float32Array} image 28×28, [0, 1]
 * @param {Float32Array} voices 28×28: what each pixel says; only what is above 0 counts
 * @param {string} [before] name of the place that was named last
 * @returns {Place}
 */
export function loudestPlace(image, voices, before = "all") {
  const box = boxOf(image);
  /** @type {Map<string, number>} */
  const sums = new Map();
  /** @type {Map<string, number>} */
  const losses = new Map(); // what ink says against it there
  let total = 0;
  const add = (/** @type {string} */ name, /** @type {number} */ voice) =>
    sums.set(name, (sums.get(name) ?? 0) + voice);
  voices.forEach((voice, index) => {
    if (voice === 0 || !box) return;
    const row = thirdOf(Math.floor(index / SIDE), box.top, box.bottom);
    const column = thirdOf(index % SIDE, box.left, box.right);
    total += Math.max(0, voice);
    const parts = new Set([nameOf(row, column), ...(row === null ? [] : [ROWS[row]]),
      ...(column === null ? [] : [COLUMNS[column]])]);
    for (const part of parts) {
      if (voice > 0) add(part, voice);
      else losses.set(part, (losses.get(part) ?? 0) - voice);
    }
  });
  if (!box || total === 0) return { name: "all", form: "ink" };
  const sayOf = (/** @type {string} */ name) =>
    (sums.get(name) ?? 0) * (name === before ? STEADINESS : 1) / total;
  const corners = [...sums.keys()].filter((name) => name.includes(" "));
  const sides = [...sums.keys()].filter((name) => !name.includes(" "));
  for (const names of [corners, sides]) {
    const loudest = names.sort((one, other) => sayOf(other) - sayOf(one))[0];
    const isClear = loudest && (losses.get(loudest) ?? 0) <= (1 - CLEARLY) * (sums.get(loudest) ?? 0);
    if (isClear && sayOf(loudest) > MOSTLY) {
      return { name: sayable(loudest, box), form: formAt(loudest, image, box) };
    }
  }
  return { name: "all", form: "ink" };
}

/** @param {number} place @param {number} first @param {number} last @returns {number | null} 0, 1 or 2 */
function thirdOf(place, first, last) {
  const length = last - first + 1;
  if (length < LEAST_SIDE) return null;
  return Math.min(2, Math.max(0, Math.floor((3 * (place - first)) / length)));
}

/** @param {number | null} row @param {number | null} column */
function nameOf(row, column) {
  if (row === null) return column === null ? "all" : COLUMNS[column];
  if (column === null) return ROWS[row];
  if (row === 1) return column === 1 ? "middle centre" : COLUMNS[column];
  return column === 1 ? ROWS[row] : `${ROWS[row]} ${COLUMNS[column]}`;
}

/** Of a line that lies there is no "down", of one that stands no "across". */
function sayable(/** @type {string} */ name, /** @type {Box} */ { top, bottom, left, right }) {
  const isFlat = bottom - top + 1 < LEAST_SIDE;
  const isNarrow = right - left + 1 < LEAST_SIDE;
  return (name === "centre" && isFlat) || (name === "middle" && isNarrow) ? "middle centre" : name;
}

/** @param {string} name @param {Float32Array} image @param {Box} box @returns {Place["form"]} */
function formAt(name, image, box) {
  const { top, bottom, left, right } = box;
  if (ROWS.includes(name)) {
    const inkAt = (/** @type {number} */ row, /** @type {number} */ column) => image[row * SIDE + column];
    return hasRun(inkAt, ROWS.indexOf(name), [top, bottom], [left, right]) ? "bar" : "ink";
  }
  if (COLUMNS.includes(name)) {
    const inkAt = (/** @type {number} */ column, /** @type {number} */ row) => image[row * SIDE + column];
    return hasRun(inkAt, COLUMNS.indexOf(name), [left, right], [top, bottom]) ? "stem" : "ink";
  }
  return "ink";
}

/**
 * Whether a third of the box holds one straight, thin run of ink along it.
 *
 * @param {(across: number, along: number) => number} inkAt
 * @param {number} third 0, 1 or 2
 * @param {[number, number]} acrossBox
 * @param {[number, number]} alongBox
 */
function hasRun(inkAt, third, [first, last], [start, end]) {
  for (let across = first; across < last; across++) {
    if (thirdOf(across, first, last) !== third) continue;
    let length = 0;
    for (let along = start; along <= end; along++) {
      // Two lines side by side: a hand's bar is never quite level.
      const isInked = Math.max(inkAt(across, along), inkAt(across + 1, along)) >= INKED;
      // Where a loop turns, the stroke leaves the line: it is as wide there as the loop is high.
      const isThin = isInked && widthAt(inkAt, across, along, [first, last]) <= MAX_WIDTH;
      length = isThin ? length + 1 : 0;
      if (length >= LEAST_RUN && length >= LONG * (end - start + 1)) return true;
    }
  }
  return false;
}

/**
 * @param {(across: number, along: number) => number} inkAt
 * @param {number} across
 * @param {number} along
 * @param {[number, number]} box
 * @returns {number} how wide the stroke is there
 */
function widthAt(inkAt, across, along, [first, last]) {
  let [from, to] = [across, across + 1];
  while (from > first && inkAt(from - 1, along) >= INKED) from--;
  while (to < last && inkAt(to + 1, along) >= INKED) to++;
  return to - from + 1;
}
