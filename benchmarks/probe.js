// Notes when things happen on the Draw page, for benchmarks/live.py; it changes nothing there. All
// times are performance.now() in milliseconds.

/** @param {[HTMLCanvasElement, HTMLElement]} elements the pad's and the network view's */
([pad, view]) => {
  const QUIET_TIMEOUT_MS = 20000;
  const newLog = () => ({ inputs: [], sent: [], redraws: [], settled: [], charts: [] });
  let log = newLog();
  let lastChange = 0;

  function note(list, entry) {
    lastChange = entry.at;
    list.push(entry);
    return entry;
  }

  const move = "onpointerrawupdate" in window ? "pointerrawupdate" : "pointermove"; // as the pad
  for (const type of ["pointerdown", move, "pointerup"]) {
    pad.addEventListener(type, (event) => {
      const at = performance.now(); // before the pad's own handler
      const { timeStamp: stamp } = event;
      const count = Math.max(1, event.getCoalescedEvents().length);
      note(log.inputs, { at, type, stamp, count });
    }, { capture: true });
  }

  // The newest input is then what the update holds: no other event comes before the microtask.
  new MutationObserver(() => {
    const input = log.inputs.length - 1;
    note(log.sent, { at: performance.now(), sequence: Number(pad.dataset.sent), input });
  }).observe(pad, { attributeFilter: ["data-sent"] });

  new MutationObserver(() => {
    const redraw = { at: performance.now(), sequence: Number(view.dataset.seq), presented: null };
    note(log.redraws, redraw);
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (redraw.presented = performance.now());
      port2.postMessage(null);
    });
  }).observe(view, { attributeFilter: ["data-seq"] });

  document.addEventListener("glassbox:settled", (event) => {
    note(log.settled, { at: performance.now(), sequence: event.detail });
  });

  new MutationObserver((records) => {
    const at = performance.now();
    for (const chart of new Set(records.map((record) => record.target))) {
      const isSoftmax = chart.closest(".st-key-softmax_chart") !== null;
      note(log.charts, { at, name: chart.getAttribute("aria-label"), isSoftmax });
    }
  }).observe(document.body, { subtree: true, attributeFilter: ["data-drawn"] });

  const isLastDrawn = () => (pad.dataset.sent ?? view.dataset.seq) === view.dataset.seq;

  window.glassboxProbe = {
    /** Hand out what was noted since the last time, and whether the last update is drawn. */
    take() {
      const taken = { ...log, isLastDrawn: isLastDrawn() };
      log = newLog();
      return taken;
    },
    /** Wait (not forever) until the last update is drawn and nothing more happens for so long. */
    quiet(quietMs) {
      const started = performance.now();
      return new Promise((resolve) => {
        const check = () => {
          const now = performance.now();
          const restMs = Math.max(lastChange, started) + quietMs - now;
          const isPresented = log.redraws.at(-1)?.presented !== null;
          const isQuiet = isLastDrawn() && isPresented && restMs <= 0;
          if (isQuiet || now - started > QUIET_TIMEOUT_MS) resolve();
          else setTimeout(check, Math.max(5, restMs));
        };
        check();
      });
    },
    numCharts: () => document.querySelectorAll(".glassbox-plotly").length,
  };
}
