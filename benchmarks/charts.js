// Notes when the Plotly charts of any page change what they show, for benchmarks/ratio.py: it asks
// nothing of the page but the class names that Plotly and Streamlit give. Times are
// performance.now() in milliseconds.

() => {
  const TIMEOUT_MS = 15000;
  let log = []; // {at, name, isBlank}: from then on this chart shows something else
  let liftedAt = null;

  const nameOf = (chart) => chart.closest('[class*="st-key-"]').className.match(/st-key-(\S+)/)[1];

  /**
   * What a chart shows: the shapes of its bars and their values, which may differ by less than can
   * be seen, or the picture of its cells; "" if nothing.
   */
  function contentOf(chart) {
    const marks = [...chart.querySelectorAll(".point path, .hm image")];
    const shapes = marks.map((mark) => mark.getAttribute("d") ?? mark.href.baseVal);
    return shapes.length ? JSON.stringify([shapes, chart.data[0].y]) : "";
  }

  function look() {
    const charts = [...document.querySelectorAll(".js-plotly-plot")];
    return new Map(charts.map((chart) => [nameOf(chart), contentOf(chart)]));
  }

  let shown = look();
  new MutationObserver(() => {
    const at = performance.now();
    const now = look();
    for (const name of new Set([...shown.keys(), ...now.keys()])) {
      if (shown.get(name) === now.get(name)) continue;
      log.push({ at, name, isBlank: !now.get(name) });
    }
    shown = now;
  }).observe(document.body, { subtree: true, childList: true, attributes: true });

  window.addEventListener("pointerup", (event) => (liftedAt = event.timeStamp), { capture: true });

  window.glassboxCharts = {
    /** Forget what was noted. */
    start() {
      log = [];
      liftedAt = null;
    },
    /** Wait until nothing has changed for so long since the first change, and hand it all out. */
    finish(quietMs) {
      const started = performance.now();
      return new Promise((resolve) => {
        const check = () => {
          const now = performance.now();
          const isQuiet = log.length > 0 && now - log.at(-1).at > quietMs;
          if (isQuiet || now - started > TIMEOUT_MS) resolve({ liftedAt, changes: log });
          else setTimeout(check, 50);
        };
        check();
      });
    },
  };
}
