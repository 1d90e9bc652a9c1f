// Cells as device pixels: each gets the colour of its cell, or of the mean of the cells that it covers.
// It must not know which cells these are.

const CRISP_PX = 2; // device pixels: larger cells have hard edges, smaller ones are averaged
export const LARGEST_LEVEL = 127;

/** @typedef {ReturnType<typeof createTaps>} Taps */

/**
 * Tell which cells each device pixel along one axis covers, and how much of it the outer two take.
 *
 * @param {number} count device pixels
 * @param {number} start device pixels before the first one
 * @param {number} cellPx device pixels of a cell
 * @param {number} numCells
 */
export function createTaps(count, start, cellPx, numCells) {
  const taps = {
    first: new Int32Array(count),
    last: new Int32Array(count),
    head: new Float32Array(count),
    tail: new Float32Array(count),
    inner: Math.min(1, cellPx),
  };
  for (let px = 0; px < count; px++) {
    const from = (start + px) / cellPx;
    const to = (start + px + 1) / cellPx;
    const isCrisp = cellPx >= CRISP_PX;
    const first = Math.min(numCells - 1, Math.floor(isCrisp ? (from + to) / 2 : from));
    const last = isCrisp ? first : Math.min(numCells - 1, Math.max(first, Math.ceil(to) - 1));
    taps.first[px] = first;
    taps.last[px] = last;
    taps.head[px] = first === last ? 1 : (first + 1 - from) * cellPx;
    taps.tail[px] = first === last ? 0 : 1 - taps.head[px] - (last - first - 1) * cellPx;
  }
  return taps;
}

/** @param {Taps} taps @param {number} px @param {number} cell @returns {number} how much of the pixel it takes, [0, 1] */
function shareOf(taps, px, cell) {
  if (cell === taps.first[px]) return taps.head[px];
  return cell === taps.last[px] ? taps.tail[px] : taps.inner;
}

/**
 * Write one row of cells into a line of device pixels, each the mean of the cells it covers.
 *
 * @param {Int8Array} levels
 * @param {number} offset of the row
 * @param {Taps} taps
 * @param {Float32Array} line
 */
function squeeze(levels, offset, { first, last, head, tail, inner }, line) {
  for (let x = 0; x < line.length; x++) {
    let mean = head[x] * levels[offset + first[x]];
    for (let cell = first[x] + 1; cell < last[x]; cell++) mean += inner * levels[offset + cell];
    if (last[x] > first[x]) mean += tail[x] * levels[offset + last[x]];
    line[x] = mean;
  }
}

/**
 * Colour all device pixels.
 *
 * @param {{levels: Int8Array, numColumns: number}} cells row by row
 * @param {Taps} columns
 * @param {Taps} rows
 * @param {Uint32Array} colours of the levels -127 … 127
 */
export function paintCells({ levels, numColumns }, columns, rows, colours) {
  const [width, height] = [columns.first.length, rows.first.length];
  const pixels = new Uint32Array(width * height);
  const line = new Float32Array(width);
  const sum = new Float32Array(width);
  let lineRow = -1;
  for (let y = 0; y < height; y++) {
    const [first, last] = [rows.first[y], rows.last[y]];
    if (y > 0 && first === last && rows.first[y - 1] === first && rows.last[y - 1] === first) {
      pixels.copyWithin(y * width, (y - 1) * width, y * width);
      continue;
    }
    sum.fill(0);
    for (let row = first; row <= last; row++) {
      if (row !== lineRow) squeeze(levels, row * numColumns, columns, line);
      lineRow = row;
      const share = shareOf(rows, y, row);
      for (let x = 0; x < width; x++) sum[x] += share * line[x];
    }
    for (let x = 0; x < width; x++) {
      pixels[y * width + x] = colours[LARGEST_LEVEL + Math.round(sum[x])];
    }
  }
  return pixels;
}
