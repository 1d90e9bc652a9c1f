// In the page's HTML, before all else: it fetches components' modules and hands Streamlit's calls
// on to them. What Streamlit gets of each component (`component.py`) is one call of it. It must not
// know any component.
//
// NOTE: Streamlit evaluates a component from a blob, from where neither relative imports nor paths
// lead anywhere. The page's own address leads on: Streamlit's index.html, too, asks for "./static/…"
// from there, and a page's path holds no "/" (`st.Page` refuses one), so that every page lies right
// below the app's root.

const LONGEST_WAIT_MS = 30_000;
const fetched = new Map();

async function fetchModules(/** @type {string[]} */ paths) {
  for (let waitMs = 500; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    try {
      return await Promise.all(paths.map((path) => import(new URL(path, document.baseURI).href)));
    } catch (error) {
      console.error(`Glassbox: a part of the page is missing; asked for again in ${waitMs} ms.`, error);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

Object.assign(globalThis, {
  /**
   * Calls that come before the module wait for it, and go on in their order.
   *
   * @param {string[]} paths The component's module, then all that it imports and the page's HTML has
   *   not asked for: fetched side by side.
   * @param {unknown} component
   */
  async glassboxMount(paths, component) {
    if (!fetched.has(paths[0])) fetched.set(paths[0], fetchModules(paths));
    const [module] = await fetched.get(paths[0]);
    return module.default(component);
  },
});
