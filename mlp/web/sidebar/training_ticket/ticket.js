// @ts-nocheck
/* eslint-disable */
// Which training is the visitor's, kept for this tab: after a reload Streamlit knows nothing of the
// session before, so the new one is told once. On whichever page the visitor is, the server hears
// that somebody is there: it forgets a training whose visitor has gone.

const STORE = "glassbox:training:1"; // the number changes with the form of what is stored
const BEAT_MS = 20_000; // well below the server's grace
const BEAT = "steps=999999999&checkpoints=999999999"; // all is known: the answer is small
const TIMEOUT_MS = 10_000;
const NOT_FOUND = 404;

export default function mountTicket(component) {
  return mountOnce(component, ".ticket", createTicket);
}

function createTicket(root) {
  let toldSession = ""; // which session was told, or has a training of its own
  let setTrigger = () => {};

  const heart = createHeart((ticket) => setTrigger("gone", ticket));

  return {
    update({ data, setTriggerValue }) {
      setTrigger = setTriggerValue;
      root.dataset.ticket = data.ticket ?? "";
      heart.follow(data.ticket, data.path);
      if (data.ticket) {
        toldSession = data.session;
        keep({ ticket: data.ticket, follows: data.follows });
      } else if (data.isGone) {
        keep(null);
      } else if (toldSession !== data.session) {
        toldSession = data.session;
        const found = kept();
        if (found) setTriggerValue("found", found);
      }
    },
    stop: heart.stop,
  };
}

/**
 * Say to the server again and again that the visitor is there, also while no training runs: Streamlit
 * ends a session whose connection was lost for a moment, though its page is still looked at.
 *
 * @param {(ticket: string) => void} onGone called once if there is no such training any more
 */
function createHeart(onGone) {
  let ticket = null;
  let path = "";
  let timer = 0;

  async function beat() {
    const asked = ticket;
    let status = 0; // of no answer: the next beat may get one
    try {
      const options = { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) };
      ({ status } = await fetch(`${path}?${BEAT}`, options));
    } catch { /* the connection is lost */ }
    if (status !== NOT_FOUND || asked !== ticket) return;
    rest();
    onGone(asked);
  }

  function rest() {
    clearInterval(timer);
    timer = 0;
  }

  const onVisible = () => timer && !document.hidden && beat();
  document.addEventListener("visibilitychange", onVisible);

  return {
    /** @param {string|null} newTicket null: there is no training */
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

/** @param {{ticket: string, follows: boolean}|null} found null: nothing any more */
function keep(found) {
  try {
    if (found) sessionStorage.setItem(STORE, JSON.stringify(found));
    else sessionStorage.removeItem(STORE);
  } catch {
    // Storage is full or forbidden: a reload will not find it.
  }
}

/** @returns {{ticket: string, follows: boolean}|null} */
function kept() {
  try {
    const found = JSON.parse(sessionStorage.getItem(STORE));
    return typeof found?.ticket === "string" ? found : null;
  } catch {
    return null;
  }
}
