// How a training stands, its figures, and a timeline that takes the page back to any checkpoint of it.
// It alone asks the server what is new, and tells the other components of the page; which of its
// checkpoints is looked at, it tells Python too. Everything comes back from the server after a reload.
// It must not know the buttons that steer the training, nor the charts that follow it.

import { checkpointAnswers } from "../../browser/answers.js";
import { find, mountOnce } from "../../browser/dom.js";
import { askTraining } from "../../browser/training_request.js";
import { announceTraining } from "../../browser/training_store.js";
import { createAnswers } from "./answers.js";
import { createDock } from "./dock.js";
import { createFilm } from "./film.js";
import { createPlace, lastPlace } from "./place.js";
import { createPoll } from "./poll.js";
import { createStatus } from "./status.js";
import { emptyStore, merge, statusOf } from "./store.js";
import { createTimeline } from "./timeline.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { Recorded } from "./status.js" */

/**
 * @typedef {object} Data
 * @property {string} ticket
 * @property {string} path of all trainings
 * @property {string} status that Python knows
 * @property {number | null} digit number of the watched one
 * @property {string} depth
 * @property {Recorded | null} recorded
 * @property {any} words
 */

/** @param {Component<Data>} component */
export default function mountTrainingView(component) {
  return mountOnce(component, ".training-view", createTrainingView);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createTrainingView(root) {
  /** @type {Component<Data>} */
  let component;
  let store = emptyStore("");
  let toldStatus = ""; // what Python knows
  const status = createStatus(root);
  const dock = createDock(find(root, ".timeline"));
  const answers = createAnswers({
    addressNow: () => answerAddress(place.now() ?? lastPlace(store)),
    ask: (address) => askTraining(address, component.data.ticket),
    show: checkpointAnswers.show,
    onMissing: () => poll.doubt(),
  });
  const film = createFilm({
    placeNow: () => place.now(),
    lastPlace: () => lastPlace(store),
    periodMs: () => timeline.periodMs(),
    go: (index) => place.go(index),
    load(index) {
      const address = answerAddress(index);
      return address === null ? null : answers.load(address);
    },
    onHalt() {
      show();
      place.rest();
    },
  });
  const place = createPlace({
    storeNow: () => store,
    isFilmOn: film.isOn,
    onGo(hasMoved) {
      if (hasMoved) {
        announceTraining(store, place.now());
        answers.showNow();
      }
      show(); // in any case: the slider may have been moved away from “now”
    },
    tell: (fingerprint) => component.setStateValue("place", fingerprint),
  });
  const timeline = createTimeline(root, {
    take: takePlace,
    step: (steps) => takePlace((place.now() ?? lastPlace(store)) + steps),
    toBack: () => takePlace(lastPlace(store)),
    toggleFilm: film.toggle,
  });
  const poll = createPoll({
    storeNow: () => store,
    pathNow: () => component.data.path,
    take: takeReport,
    sayConnection: status.sayConnection,
  });

  /** @returns {string | null} of what a checkpoint's network answers; null: nothing is to be asked */
  function answerAddress(/** @type {number} */ index) {
    const { path, digit } = component.data;
    const checkpoint = store.checkpoints[index];
    return digit === null || !checkpoint ? null : `${path}/answers/${checkpoint.fingerprint}/${digit}`;
  }

  /** The visitor takes a place by hand. */
  function takePlace(/** @type {number} */ index) {
    film.drop();
    place.go(index);
  }

  /** Take what is new; only that is announced, since every chart of the page is drawn anew then. */
  function takeReport(/** @type {any} */ report) {
    const isNew = merge(store, report);
    place.comeBack();
    if (isNew) announceTraining(store, place.now());
    if (statusOf(store) !== toldStatus) {
      toldStatus = statusOf(store);
      component.setTriggerValue("changed", toldStatus);
    }
    show();
    answers.showNow();
  }

  function show() {
    const { words } = component.data;
    const now = place.now();
    root.dataset.place = now === null ? "now" : String(now);
    root.dataset.checkpoints = String(store.checkpoints.length);
    root.dataset.film = film.isOn() ? "on" : "off";
    status.show(store, now, words);
    status.showRecorded(component.data.recorded, statusOf(store) === "waiting");
    timeline.show({ store, place: now, isFilmOn: film.isOn(), words });
  }

  /** Another training is looked at. */
  function begin() {
    film.drop();
    store = emptyStore(component.data.ticket);
    poll.begin();
    place.begin();
    answers.forget();
    checkpointAnswers.forget();
  }

  return {
    update(newComponent) {
      const before = component?.data;
      component = newComponent;
      const { data } = component;
      const isOther = before?.ticket !== data.ticket;
      if (isOther || before.status !== data.status) toldStatus = data.status;
      if (isOther) begin();
      if (before?.digit !== data.digit) answers.forget();
      root.dataset.depth = data.depth;
      status.sayNames(data.words);
      timeline.sayNames(data.words);
      show();
      answers.showNow();
      poll.hurry();
    },
    stop() {
      film.drop();
      for (const each of [poll, place, answers, dock]) each.stop();
    },
  };
}
