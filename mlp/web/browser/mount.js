// In the page's HTML, before all else: it fetches the app's modules and hands Streamlit's calls on to
// components. What Streamlit gets of each component (`component.py`) is one call of it. It must not
// know any component.
//
// NOTE: Streamlit evaluates a component from a blob, from where neither relative imports nor paths
// lead anywhere. The page's own address leads on: Streamlit's index.html, too, asks for "./static/…"
// from there, and a page's path holds no "/" (`st.Page` refuses one), so that every page lies right
// below the app's root.

const LONGEST_WAIT_MS = 30_000;
const fetched = new Map(); // of one version, unless the server was renewed meanwhile

async function fetchModules(/** @type {string} */ address) {
  for (let waitMs = 500; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    try {
      return await import(new URL(address, document.baseURI).href);
    } catch (error) {
      console.error(`Glassbox: a part of the page is missing; asked for again in ${waitMs} ms.`, error);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

Object.assign(globalThis, {
  /**
   * Calls that come before the modules wait for them, and go on in their order.
   *
   * @param {string} address Of all modules, from where the app lies.
   * @param {string} path Of the component's own among them.
   * @param {unknown} component
   */
  async glassboxMount(address, path, component) {
    if (!fetched.has(address)) fetched.set(address, fetchModules(address));
    const modules = await fetched.get(address);
    return modules.need(path).default(component);
  },
});
