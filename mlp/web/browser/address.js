// Where the server's answers are found from this page. It must not know what is asked for.

// NOTE: All modules were served as "…/glassbox/modules/{version}.js", which tells where the app lies: at "/", at Streamlit's `baseUrlPath`, or behind whatever a proxy puts before it
// and may take away again before the server sees it. The page's own address changes with the pages.
const ROOT = new URL("../../", import.meta.url);

/**
 * @param {string} path as Python gives it, for example "glassbox/weights/…"
 * @returns {string} absolute
 */
export function served(path) {
  return new URL(path, ROOT).href;
}
