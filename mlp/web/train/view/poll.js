// Asking the server what is new of a training, again and again. It must not know what becomes of it.

import { listen } from "../../browser/events.js";
import { askTraining } from "../../browser/training_request.js";
import { GONE, POLL_MS, isGoingOn, isOver, statusOf } from "./store.js";

/** @import { TrainingStore } from "../../browser/training_store.js" */

const HURRY_MS = 100; // between polls just after Python ran: a button may have been pressed
const HURRIED_MS = 1000; // for so long
const RETRY_MS = [500, 1000, 2000, 4000, 8000]; // after the first failure, the second, …
const NOT_FOUND = 404;

/**
 * @typedef {object} Polled
 * @property {() => TrainingStore} storeNow
 * @property {() => string} pathNow of all trainings
 * @property {(report: any) => void} take null: there is no such training any more
 * @property {(isLost: boolean) => void} sayConnection
 */

/** @param {Polled} polled */
export function createPoll({ storeNow, pathNow, take, sayConnection }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isPolling = false;
  let isWanted = false; // asked for while a poll was on its way
  let isDoubted = false; // something of it is not there: it may be gone, also one that is over
  let isStopped = false;
  let numFailures = 0;
  let hurriedUntil = 0;

  function isToBeAsked() {
    const status = statusOf(storeNow());
    return status !== GONE && (isDoubted || !isOver(status));
  }

  async function poll() {
    clearTimeout(timer);
    isWanted = isPolling;
    if (isPolling || isStopped || !isToBeAsked()) return;
    isPolling = true;
    const asked = storeNow();
    let report; // stays undefined if the server does not answer
    try {
      report = await fetchReport(pathNow(), asked);
      numFailures = 0;
      isDoubted = false;
    } catch {
      numFailures += 1;
    }
    isPolling = false;
    if (isStopped) return;
    if (report !== undefined && asked === storeNow()) take(report);
    sayConnection(numFailures > 0);
    if (isWanted) poll();
    else if (isToBeAsked()) {
      const isHurried = performance.now() < hurriedUntil;
      timer = setTimeout(poll, pauseMs(statusOf(storeNow()), numFailures, isHurried));
    }
  }

  /** The server has not got something of this training. */
  function doubt() {
    isDoubted = true;
    poll();
  }

  /** A page in the background is seldom asked; when it is seen again, at once. */
  function onVisible() {
    if (!document.hidden && isGoingOn(statusOf(storeNow()))) poll();
  }

  document.addEventListener("visibilitychange", onVisible);
  const stopListening = listen("training-missing", doubt);
  return {
    doubt,
    /** Another training is asked for from now on. */
    begin() {
      isDoubted = false;
    },
    /** Python has just run. */
    hurry() {
      hurriedUntil = performance.now() + HURRIED_MS;
      poll();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      stopListening();
      document.removeEventListener("visibilitychange", onVisible);
    },
  };
}

/** @param {string} status @param {number} numFailures in a row @param {boolean} isHurried */
export function pauseMs(status, numFailures, isHurried) {
  if (numFailures) return RETRY_MS[Math.min(numFailures, RETRY_MS.length) - 1];
  return isHurried ? HURRY_MS : POLL_MS[status] ?? RETRY_MS[0];
}

/** @param {string} path @param {TrainingStore} store @returns {Promise<any>} null if it is gone */
async function fetchReport(path, { ticket, steps, checkpoints }) {
  const known = `steps=${steps.length}&checkpoints=${checkpoints.length}`;
  const response = await askTraining(`${path}?${known}`, ticket);
  if (response.status === NOT_FOUND) return null;
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}
