// How what the page knows of a training grows with what the server tells. It must not know how that
// is fetched.

/** @import { TrainingStore } from "../../browser/training_store.js" */

export const GONE = "gone";
/** Between two polls, as long as the training goes on. @type {Record<string, number>} */
export const POLL_MS = { waiting: 1000, starting: 250, training: 250, paused: 500 };
const POINTS = /** @type {const} */ (["steps", "losses", "accuracies", "digits", "probabilities"]);

/** @param {string} ticket @returns {TrainingStore} of a training of which nothing is known yet */
export function emptyStore(ticket) {
  return {
    ticket, report: null, checkpoints: [], steps: [], losses: [], accuracies: [], digits: [], probabilities: [],
  };
}

/** @param {TrainingStore} store @returns {string} "" until it is known */
export function statusOf(store) {
  return store.report?.status ?? "";
}

/** @param {string} status @returns {boolean} whether anything new may come */
export function isGoingOn(status) {
  return status in POLL_MS;
}

/** @param {string} status @returns {boolean} false also as long as it is not known */
export function isOver(status) {
  return status !== "" && !isGoingOn(status);
}

/**
 * Take what the server told.
 *
 * @param {TrainingStore} store grows in place
 * @param {any} report with what is new since the last; null: there is no such training any more
 * @returns {boolean} whether anything is new that charts show
 */
export function merge(store, report) {
  const before = statusOf(store);
  const { points, checkpoints = [], ...rest } = report ?? { ...store.report, status: GONE };
  for (const name of POINTS) store[name].push(...(points?.[name] ?? []));
  store.checkpoints.push(...checkpoints);
  store.report = rest;
  return before !== rest.status || points?.steps.length > 0 || checkpoints.length > 0;
}
