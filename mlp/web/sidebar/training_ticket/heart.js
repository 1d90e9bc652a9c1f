// Tells the server that somebody is there: it forgets a training whose visitor has gone. It must not
// know what a training is.

import { askTraining } from "../../browser/training_request.js";

const BEAT_MS = 20_000; // well below the server's grace
const BEAT = "steps=999999999&checkpoints=999999999"; // all is known: the answer is small
const NOT_FOUND = 404;

/**
 * Say to the server again and again that the visitor is there, on whichever page, also while no
 * training runs: Streamlit ends a session whose connection was lost for a moment, though its page is
 * still looked at.
 *
 * @param {(ticket: string) => void} onGone called once if there is no such training any more
 */
export function createHeart(onGone) {
  /** @type {string | null} */
  let ticket = null;
  let path = "";
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;

  async function beat() {
    const asked = ticket;
    if (asked === null) return;
    let status = 0; // of no answer: the next beat may get one
    try {
      ({ status } = await askTraining(`${path}?${BEAT}`, asked));
    } catch { /* the connection is lost */ }
    if (status !== NOT_FOUND || asked !== ticket) return;
    rest();
    onGone(asked);
  }

  function rest() {
    clearInterval(timer);
    timer = undefined;
  }

  const onVisible = () => {
    if (timer && !document.hidden) beat();
  };
  document.addEventListener("visibilitychange", onVisible);

  return {
    /** @param {string | null} newTicket null: there is no training @param {string} newPath */
    follow(newTicket, newPath) {
      path = newPath;
      if (newTicket === ticket) return;
      ticket = newTicket;
      rest();
      if (ticket) timer = setInterval(beat, BEAT_MS);
    },
    stop() {
      rest();
      document.removeEventListener("visibilitychange", onVisible);
    },
  };
}
