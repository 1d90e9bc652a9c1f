// The weights of the first layer as levels of colour, fetched when they are wanted. It must not know
// how they are drawn.

import { fetchOnce } from "../../browser/files.js";
import { SIDE } from "./layout.js";
import { levelsOfTheirOwn } from "./tiles.js";

/** @typedef {{overviewAddress: string, exactAddress: string, numUnits: number}} Source */

/** @param {() => void} onChange something came, or could not be had */
export function createWeights(onChange) {
  let source = /** @type {Source} */ ({ overviewAddress: "", exactAddress: "", numUnits: 0 });
  const weights = {
    common: /** @type {Int8Array | null} */ (null), // levels on the scale of the whole matrix
    own: /** @type {Int8Array | null} */ (null), // levels on each tile's own scale
    hasFailed: false, // nothing can be drawn
    isOwnFailed: false,
    begin,
    loadOverview,
    loadExact,
  };

  /** Another network's are wanted from now on. */
  function begin(/** @type {Source} */ newSource) {
    source = newSource;
    Object.assign(weights, { common: null, own: null, isOwnFailed: false });
    loadOverview();
  }

  async function loadOverview() {
    const asked = source;
    weights.hasFailed = false;
    try {
      const buffer = await fetchOnce(asked.overviewAddress);
      if (asked !== source) return;
      weights.common = new Int8Array(buffer, 0, asked.numUnits * SIDE * SIDE);
    } catch {
      if (asked !== source) return;
      weights.hasFailed = true;
    }
    onChange();
  }

  /** Fetch the exact weights: the overview is too coarse for tiles of small weights. */
  async function loadExact() {
    const asked = source;
    if (weights.own) return;
    weights.isOwnFailed = false;
    try {
      const buffer = await fetchOnce(asked.exactAddress);
      if (asked !== source) return;
      weights.own = levelsOfTheirOwn(new Float32Array(buffer, 0, asked.numUnits * SIDE * SIDE));
    } catch {
      if (asked !== source) return;
      weights.isOwnFailed = true;
    }
    onChange();
  }
  return weights;
}
