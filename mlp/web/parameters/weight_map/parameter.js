// One parameter's numbers: an overview of levels at once, the values themselves when somebody wants to
// read one. Both are fetched once for all maps of the page. It must not know how they are shown.

import { fetchOnce } from "../../browser/files.js";

/** @import { ColourTable } from "../../browser/plotly.js" */

/**
 * @typedef {object} Data see `WeightMap` in Python
 * @property {number} rows
 * @property {number} columns
 * @property {number} offset values before its first
 * @property {string} scale
 * @property {string} label
 * @property {string} cell
 * @property {string} rowName
 * @property {string} columnName
 * @property {string} shown
 * @property {string} beyond
 * @property {string} fingerprint
 * @property {string} overviewPath
 * @property {string} weightsPath
 * @property {{dark: ColourTable, light: ColourTable}} colours
 * @property {any} words
 */

/**
 * @typedef {object} Options
 * @property {(isSameShape: boolean) => void} onOverview
 * @property {() => void} onFailure there is nothing to show
 * @property {() => void} onValues they are on their way, there, or could not be had
 * @property {() => boolean} areValuesWanted
 */

/** @param {Options} options */
export function createParameter({ onOverview, onFailure, onValues, areValuesWanted }) {
  /** @type {Data | null} what Python sent last */
  let wanted = null;
  let isStopped = false;
  const parameter = {
    data: /** @type {Data | null} */ (null), // the same, once its overview is here
    levels: /** @type {Int8Array | null} */ (null), // row by row
    values: /** @type {Float32Array | null} */ (null),
    isLoading: false, // the values
    hasFailed: false, // the values could not be had
    want,
    loadOverview,
    loadValues,
    stop,
  };

  /** @param {Data} newWanted */
  function want(newWanted) {
    wanted = newWanted;
    loadOverview();
  }

  /** Until the newest overview is here, all of the map stays as it is. */
  async function loadOverview() {
    const asked = wanted;
    if (!asked || asked.overviewPath === parameter.data?.overviewPath) return;
    let levels = null;
    try {
      const buffer = await fetchOnce(asked.overviewPath);
      levels = new Int8Array(buffer, asked.offset, asked.rows * asked.columns);
    } catch { /* said below */ }
    if (asked !== wanted || isStopped) return;
    const before = parameter.data;
    // A picture of another network would be wrong: without levels nothing is shown.
    Object.assign(parameter, { data: levels && asked, levels, values: null, hasFailed: false });
    if (levels) onOverview(before?.rows === asked.rows && before?.columns === asked.columns);
    else onFailure();
  }

  async function loadValues() {
    const asked = parameter.data;
    if (!asked || parameter.values || parameter.isLoading) return;
    Object.assign(parameter, { isLoading: true, hasFailed: false });
    onValues();
    try {
      const buffer = await fetchOnce(asked.weightsPath);
      if (asked === parameter.data) {
        parameter.values = new Float32Array(buffer, 4 * asked.offset, asked.rows * asked.columns);
      }
    } catch {
      parameter.hasFailed = asked === parameter.data; // asked for again when the pointer comes again
    }
    parameter.isLoading = false;
    if (isStopped) return;
    if (asked !== parameter.data && areValuesWanted()) loadValues(); // of the newer network
    else onValues();
  }

  function stop() {
    isStopped = true;
  }
  return parameter;
}
