// When a page is still. It must not know what waits for that.

const STILL_MS = 800;

/** @type {Promise<void> | null} */
let still = null;

/**
 * Wait until nobody has pressed anything for a moment; once for the page. To evaluate Plotly takes
 * the page's only thread for most of a second, in which a stroke just begun would freeze.
 */
export function stillness() {
  still ??= new Promise((resolve) => {
    const listening = new AbortController();
    const options = { capture: true, signal: listening.signal };
    const finish = () => {
      listening.abort();
      resolve();
    };
    let timer = setTimeout(finish, STILL_MS);
    const pause = () => clearTimeout(timer);
    const restart = () => {
      pause();
      timer = setTimeout(finish, STILL_MS);
    };
    document.addEventListener("pointerdown", pause, options);
    document.addEventListener("pointerup", restart, options);
    document.addEventListener("pointercancel", restart, options);
  });
  return still;
}
