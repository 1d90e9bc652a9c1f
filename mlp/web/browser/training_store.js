// What the page knows of a training, and which of its checkpoints is looked at. It must not know how
// that is fetched, nor who draws it.

import { announce, listen, page } from "./events.js";

/**
 * What the server has told so far; it grows in place.
 *
 * @typedef {object} TrainingStore
 * @property {string} ticket
 * @property {any} report the newest, as `Training.report` gives it, without points and checkpoints
 * @property {number[]} steps of the points
 * @property {number[]} losses
 * @property {number[]} accuracies
 * @property {(number | null)[]} digits the watched one at each point
 * @property {number[][]} probabilities
 * @property {any[]} checkpoints as `Training.report` gives them
 */

/**
 * Tell all views of the page where a training stands and which of its checkpoints is looked at.
 *
 * @param {TrainingStore} store
 * @param {number | null} place index in checkpoints; null: the newest
 */
export function announceTraining(store, place) {
  page.glassboxTraining = { store, place };
  announce("training", undefined);
}

/**
 * Follow what is announced of a training, at most once for each frame.
 *
 * @param {string} ticket of the training; others are left alone
 * @param {(store: TrainingStore, place: number | null) => void} show
 */
export function createTrainingFollower(ticket, show) {
  let frame = 0;
  const tell = () => {
    frame = 0;
    const told = page.glassboxTraining;
    if (told && told.store.ticket === ticket) show(told.store, told.place);
  };
  const ask = () => {
    frame ||= requestAnimationFrame(tell);
  };
  const stopListening = listen("training", ask);
  ask();
  return {
    /** @param {string} newTicket */
    follow(newTicket) {
      ticket = newTicket;
      ask();
    },
    stop() {
      cancelAnimationFrame(frame);
      stopListening();
    },
  };
}
