// Which checkpoint is looked at: an index, or null for “now”, which moves on with the training. It must
// not know what moves it.

/** @import { TrainingStore } from "../../browser/training_store.js" */

const REST_MS = 300; // the slider rests when it has not moved for so long
const KEY = "glassbox:training:place";

/** @param {TrainingStore} store */
export function lastPlace(store) {
  return Math.max(0, store.checkpoints.length - 1);
}

/** @param {TrainingStore} store @param {number} index @returns {number | null} the last one is “now” */
export function placeFor(store, index) {
  return index >= lastPlace(store) ? null : Math.max(0, index);
}

/**
 * @typedef {object} Options
 * @property {() => TrainingStore} storeNow
 * @property {() => boolean} isFilmOn it does not rest then
 * @property {(hasMoved: boolean) => void} onGo
 * @property {(fingerprint: string | null) => void} tell Python, of a place where it rests
 */

/** @param {Options} options */
export function createPlace({ storeNow, isFilmOn, onGo, tell }) {
  /** @type {number | null} */
  let place = null;
  /** @type {string | null} fingerprint of the checkpoint that was looked at before a reload */
  let wanted = null;
  /** @type {string | null} what Python knows */
  let told = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function rest() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (isFilmOn()) return;
      const store = storeNow();
      const fingerprint = place === null ? null : store.checkpoints[place].fingerprint;
      keepPlace(store.ticket, fingerprint);
      if (fingerprint === told) return;
      told = fingerprint;
      tell(fingerprint);
    }, REST_MS);
  }

  return {
    now: () => place,
    rest,
    /** Another training is looked at. */
    begin() {
      place = null;
      wanted = recallPlace(storeNow().ticket);
      // NOTE: trained again from the same seed, a checkpoint has the same fingerprint: Python would take
      // it for no change.
      if (told !== null) tell(null);
      told = null;
    },
    /** Look at a checkpoint. */
    go(/** @type {number} */ index) {
      const before = place;
      place = placeFor(storeNow(), index);
      wanted = null;
      onGo(place !== before);
      rest();
    },
    /** Return to where the visitor was before a reload, once it is there. */
    comeBack() {
      const store = storeNow();
      const index = store.checkpoints.findIndex(({ fingerprint }) => fingerprint === wanted);
      wanted = null;
      if (index < 0 || index === lastPlace(store)) return;
      place = index;
      rest();
    },
    stop: () => clearTimeout(timer),
  };
}

/** @param {string} ticket @returns {string | null} fingerprint of the checkpoint looked at before a reload */
function recallPlace(ticket) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return kept?.ticket === ticket ? kept.fingerprint : null;
  } catch {
    return null; // the browser keeps nothing for us
  }
}

/** @param {string} ticket @param {string | null} fingerprint */
function keepPlace(ticket, fingerprint) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ticket, fingerprint }));
  } catch {
    // The place is then not there after a reload, nothing more.
  }
}
