// Whether the pad's place has been scrolled out of the window: then the pad follows as a small one
// (stage.css), so that one can draw beside what stands further down. It must not know what that is.

const PAD = ".st-key-digit_pad";

/** @param {HTMLElement} root of the pad @returns {() => void} stops it */
export function watchPlace(root) {
  const host = /** @type {ShadowRoot} */ (root.getRootNode()).host;
  const place = host?.closest(PAD)?.parentElement;
  if (!place) return () => {};
  const { dataset } = document.documentElement;
  const observer = new IntersectionObserver(([entry]) => {
    if (entry.isIntersecting) delete dataset.glassboxPad;
    else if (entry.boundingClientRect.height > 0) dataset.glassboxPad = "away";
  });
  observer.observe(place);
  return () => {
    observer.disconnect();
    delete dataset.glassboxPad;
  };
}
