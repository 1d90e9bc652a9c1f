// Changes the page by its link in the navigation, for benchmarks/start.py, and tells when it stood: asked
// in the page itself, at each frame, so that no way to the browser and back counts. Components live in
// shadow roots.

/** @param {[index: number, timeoutMs: number]} choice of the link */
([index, timeoutMs]) => {
  const CHARTS = '.glassbox-plotly, [data-testid="weight-map"], [data-testid="unit-gallery"]';
  const heading = () => document.querySelector("h1")?.textContent;
  const isDrawn = ({ dataset }) => dataset.drawn || dataset.shown;
  const isInWindow = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };

  function findAll(selector) {
    const roots = [document];
    const found = [];
    for (const root of roots) {
      found.push(...root.querySelectorAll(selector));
      roots.push(...[...root.querySelectorAll("*")].map((each) => each.shadowRoot).filter(Boolean));
    }
    return found;
  }

  /** The script has ended, and the pad is live if there is one. */
  function isReady() {
    if (!document.querySelector('[data-test-script-state="notRunning"]')) return false;
    return findAll('canvas[data-testid="pad"]').every(({ dataset }) => dataset.channel === "live");
  }

  return new Promise((resolve, reject) => {
    const before = heading();
    const clickedAt = performance.now();
    const times = { heading: 0, window: 0, everything: 0 }; // ms since the click; 0: not yet
    document.querySelectorAll('[data-testid="stSidebarNavLink"]')[index].click();

    function look() {
      const nowMs = performance.now() - clickedAt;
      if (heading() && heading() !== before) times.heading ||= nowMs;
      if (times.heading && isReady()) {
        const missing = findAll(CHARTS).filter((chart) => !isDrawn(chart));
        if (!missing.some(isInWindow)) times.window ||= nowMs;
        if (!missing.length) times.everything = nowMs;
      }
      if (times.everything) resolve(times);
      else if (nowMs > timeoutMs) reject(new Error(`not all is drawn: ${JSON.stringify(times)}`));
      else requestAnimationFrame(look);
    }
    requestAnimationFrame(look);
  });
}
