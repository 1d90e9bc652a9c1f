// Notes when things happen on the Draw page, for benchmarks/live.py; it changes nothing there. All
// times are performance.now() in milliseconds.

/** @param {HTMLElement[]} elements the pad's, the network view's and the verdict's */
([pad, view, verdict]) => {
  const QUIET_TIMEOUT_MS = 20000;
  const newLog = () => ({ inputs: [], sent: [], redraws: [], settled: [], charts: [], blanks: [] });
  let log = newLog();
  let lastChange = 0;
  let lastSent = null; // number of the last update since the probe is here

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
    lastSent = pad.dataset.sent;
    note(log.sent, { at: performance.now(), sequence: Number(lastSent), input });
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

  new MutationObserver(() => {
    if (verdict.dataset.settled === "true") note(log.settled, { at: performance.now() });
  }).observe(verdict, { attributeFilter: ["data-settled"] });

  new MutationObserver((records) => {
    const at = performance.now();
    for (const chart of new Set(records.map((record) => record.target))) {
      note(log.charts, { at, ...describe(chart) });
    }
  }).observe(document.body, { subtree: true, attributeFilter: ["data-drawn"] });

  const describe = (chart) => ({
    name: chart.querySelector('[role="img"]').getAttribute("aria-label"),
    isSoftmax: chart.closest(".st-key-softmax_chart") !== null,
  });
  const isWhole = (chart) => chart.querySelector(".point, .hm image") !== null;
  const wholeCharts = () =>
    [...document.querySelectorAll(".glassbox-plotly")].filter(isWhole).map(describe);
  const keyOf = ({ name, isSoftmax }) => `${name} ${isSoftmax}`;
  let standing = []; // the charts that were whole when the log was last taken

  /** The charts that stood, but are gone or have nothing in them now. */
  function blankCharts() {
    const whole = new Set(wholeCharts().map(keyOf));
    return standing.filter((chart) => !whole.has(keyOf(chart)));
  }

  // What is blank between two tasks counts only if a frame shows it.
  new MutationObserver(() => {
    if (!blankCharts().length) return;
    requestAnimationFrame(() => {
      for (const chart of blankCharts()) note(log.blanks, { at: performance.now(), ...chart });
    });
  }).observe(document.body, { subtree: true, childList: true });

  const isLastDrawn = () => lastSent === null || lastSent === view.dataset.seq;

  function isAnswered() {
    const lifted = log.inputs.findLast(({ type }) => type === "pointerup")?.at ?? Infinity;
    return (log.settled.at(-1)?.at ?? 0) > lifted && (log.charts.at(-1)?.at ?? 0) > lifted;
  }

  const isInWindow = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight;
  };

  function waitUntilQuiet(quietMs, isComplete) {
    const started = performance.now();
    return new Promise((resolve) => {
      const check = () => {
        const now = performance.now();
        const restMs = Math.max(lastChange, started) + quietMs - now;
        const isPresented = log.redraws.at(-1)?.presented !== null;
        const isQuiet = isLastDrawn() && isPresented && isComplete() && restMs <= 0;
        if (isQuiet || now - started > QUIET_TIMEOUT_MS) resolve();
        else setTimeout(check, Math.max(5, restMs));
      };
      check();
    });
  }

  window.glassboxProbe = {
    /** Hand out what was noted since the last time, and whether the last update is drawn. */
    take() {
      const taken = { ...log, isLastDrawn: isLastDrawn() };
      log = newLog();
      standing = wholeCharts();
      return taken;
    },
    /** Wait (not forever) until the last update is drawn and nothing more happens for so long. */
    quiet: (quietMs) => waitUntilQuiet(quietMs, () => true),
    /** The same after a pen-up, whose answer and charts must have come. */
    settled: (quietMs) => waitUntilQuiet(quietMs, isAnswered),
    numCharts: () => document.querySelectorAll(".glassbox-plotly").length,
    /** The names of the stages' charts that are whole, and wholly in the window. */
    stagesInWindow: () =>
      [...document.querySelectorAll(".st-key-stage_charts .glassbox-plotly")]
        .filter((chart) => isWhole(chart) && isInWindow(chart))
        .map((chart) => describe(chart).name),
  };
}
