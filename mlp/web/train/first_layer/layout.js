// Where the tiles of the first layer stand, in CSS pixels of their canvas. It must not know what is in
// them.

export const SIDE = 28;
const GAP_PX = 4;
const LABEL_PX = 18; // below a score's tile
const ABOUT_GAP_PX = 16; // between the tiles and what stands beside them
const NARROW_PX = 520; // as in pictures.css
const NARROW_COLUMNS = [7, 8, 9, 10];
const TILE_PX = 56; // about so large; a score's is twice that
const SCORE_COLUMNS = 5;

/** @typedef {{numTiles: number, isScores: boolean}} Tiles */
/**
 * @typedef {object} Room
 * @property {number} width
 * @property {number} height Infinity if it may be any
 * @property {number} aboutWidth of what stands beside the tiles; 0 if nothing does
 * @property {number} ratio
 */

/**
 * @typedef {object} Layout
 * @property {number} numTiles that there is room for
 * @property {number} columns
 * @property {number} tile side of a tile
 * @property {number} stepX
 * @property {number} stepY
 * @property {number} width of all
 * @property {number} height of all
 */

/**
 * Lay the tiles out: each weight takes a whole number of the device's pixels. Where the room has a
 * height, only as many rows as fit are there; scores become smaller instead.
 *
 * @param {Tiles} tiles
 * @param {Room} room
 * @returns {Layout}
 */
export function arrange({ numTiles: most, isScores }, { width: roomWidth, height, aboutWidth, ratio }) {
  const isNarrow = roomWidth < NARROW_PX;
  const width = roomWidth - (isNarrow || !aboutWidth ? 0 : aboutWidth + ABOUT_GAP_PX);
  const label = isScores ? LABEL_PX : 0;
  const scoreRows = Math.ceil(most / SCORE_COLUMNS);
  const wish = isScores ? Math.min(2 * TILE_PX, (height + GAP_PX) / scoreRows - GAP_PX - label) : TILE_PX;
  const tileFor = (/** @type {number} */ columns) => {
    const room = Math.min(wish, (width + GAP_PX) / columns - GAP_PX);
    return (SIDE * Math.max(1, Math.floor((room * ratio) / SIDE + 0.01))) / ratio;
  };
  const filled = (/** @type {number} */ columns) => columns * tileFor(columns);
  let wished = Math.floor((width + GAP_PX) / (wish + GAP_PX));
  if (isScores) wished = SCORE_COLUMNS;
  else if (isNarrow) {
    wished = NARROW_COLUMNS.reduce((best, columns) => (filled(columns) > filled(best) ? columns : best));
  }
  wished = Math.max(1, wished);
  const mostRows = isScores ? scoreRows : Math.max(1, Math.floor((height + GAP_PX) / (tileFor(wished) + GAP_PX)));
  const numTiles = Math.min(most, mostRows * wished);
  const columns = Math.ceil(numTiles / Math.ceil(numTiles / wished)); // rows as full as can be
  const tile = tileFor(columns);
  const snap = (/** @type {number} */ px) => Math.floor(px * ratio) / ratio;
  const stepX = snap(isNarrow && columns > 1 ? (width - tile) / (columns - 1) : tile + GAP_PX);
  const stepY = snap(tile + GAP_PX + label);
  const rows = Math.ceil(numTiles / columns);
  return {
    numTiles, columns, tile, stepX, stepY, width: (columns - 1) * stepX + tile, height: (rows - 1) * stepY + tile + label,
  };
}

/** @param {Layout} layout @param {number} unit */
export function placeOf({ columns, stepX, stepY }, unit) {
  return { left: (unit % columns) * stepX, top: Math.floor(unit / columns) * stepY };
}

/** @param {Layout} layout @param {number} x @param {number} y @returns {number | null} */
export function unitAt({ numTiles, columns, stepX, stepY }, x, y) {
  const column = Math.floor(x / stepX);
  const unit = Math.floor(y / stepY) * columns + column;
  return column >= 0 && column < columns && unit >= 0 && unit < numTiles ? unit : null;
}

/**
 * Tell where a key leads.
 *
 * @param {Layout} layout
 * @param {number} unit from which one
 * @param {string} key
 * @returns {number | null} the unit, the same at an edge; null if the key means nothing here
 */
export function unitByKey({ numTiles, columns }, unit, key) {
  if (key === "Home") return 0;
  if (key === "End") return numTiles - 1;
  const step = new Map([
    ["ArrowLeft", -1], ["ArrowRight", 1], ["ArrowUp", -columns], ["ArrowDown", columns],
  ]).get(key);
  if (step === undefined) return null;
  const next = unit + step;
  return next >= 0 && next < numTiles ? next : unit;
}
