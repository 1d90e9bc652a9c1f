// Which value of the network is pinned, for links: as text, for example "relu1.37". It must not know
// where it is shown.

/** @import { Cell, Stage } from "./stages.js" */

/** One for each page view; at first what the address asked for when the page was loaded. */
export const pin = {
  /** @type {string | null} */
  name: nameInAddress(performance.getEntriesByType("navigation")[0]?.name),
};

/**
 * @param {string | undefined} address that the page was loaded from: its own is plain by now
 * @returns {string | null}
 */
export function nameInAddress(address) {
  return address ? new URL(address).searchParams.get("pin") : null;
}

/** @param {Cell | null} cell @param {Pick<Stage, "name">[]} stages */
export function nameOf(cell, stages) {
  return cell && `${stages[cell.stage].name}.${cell.index}`;
}

/**
 * @param {string | null} name
 * @param {Pick<Stage, "name" | "size">[]} stages
 * @returns {Cell | null} null if these stages have no such value
 */
export function cellOf(name, stages) {
  const [, stageName, digits] = name?.match(/^(\w+)\.(\d+)$/) ?? [];
  const stage = stages.findIndex((each) => each.name === stageName);
  const index = Number(digits);
  return stage >= 0 && index < stages[stage].size ? { stage, index } : null;
}
