// Charts of pages that were left, as they stand: to put one back costs a small part of drawing it anew.
// It must not know what they show.

/**
 * What a chart depends on besides its content.
 *
 * @typedef {object} Look
 * @property {unknown} answer that fills it; null: none does
 * @property {boolean} isDark
 * @property {number} width in CSS pixels
 */

/**
 * @template Chart
 * @param {number} room for so many charts
 * @param {(chart: Chart) => void} discard what nobody will ask for
 */
export function createShelf(room, discard) {
  /** @type {Map<string, {chart: Chart, look: Look}>} by content, the oldest first */
  const kept = new Map();

  function remove(/** @type {string} */ content) {
    const found = kept.get(content);
    kept.delete(content);
    return found;
  }

  return {
    /** @param {string} content @param {Look} look @param {Chart} chart */
    put(content, look, chart) {
      const same = remove(content);
      if (same) discard(same.chart);
      kept.set(content, { chart, look });
      const [oldest] = kept.keys();
      const tooOld = kept.size > room && remove(oldest);
      if (tooOld) discard(tooOld.chart);
    },
    /** @param {string} content @param {Look} look @returns {Chart | null} null: there is none that would look the same */
    take(content, look) {
      const found = remove(content);
      if (!found) return null;
      if (isSame(found.look, look)) return found.chart;
      discard(found.chart);
      return null;
    },
  };
}

/** @param {Look} one @param {Look} other */
function isSame(one, other) {
  return one.answer === other.answer && one.isDark === other.isDark && one.width === other.width;
}
