// Which training is the visitor's, kept for this tab: after a reload Streamlit knows nothing of the
// session before, so the new one is told once.

const STORE = "glassbox:training:1"; // the number changes with the form of what is stored

export default function mountTicket(component) {
  return mountOnce(component, ".ticket", createTicket);
}

function createTicket(root) {
  let toldSession = ""; // which session was told, or has a training of its own

  return {
    update({ data, setTriggerValue }) {
      root.dataset.ticket = data.ticket ?? "";
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
    stop() {},
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
