// What Streamlit gets as a component's JavaScript: it fetches the component's module and hands each
// call on. `component.py` puts the paths in. It must not know any component.
//
// NOTE: Streamlit evaluates it from a blob, from where neither relative imports nor paths lead anywhere.
// The page's own address leads on: Streamlit's index.html, too, asks for "./static/…" from there, and
// a page's path holds no "/" (`st.Page` refuses one), so that every page lies right below the app's root.

const PATHS = ["PATHS"]; // the component's module, then all that it imports: fetched side by side
const LONGEST_WAIT_MS = 30_000;

const modules = fetchModules();

async function fetchModules() {
  for (let waitMs = 500; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    try {
      return await Promise.all(PATHS.map((path) => import(new URL(path, document.baseURI).href)));
    } catch (error) {
      console.error(`Glassbox: a part of the page is missing; asked for again in ${waitMs} ms.`, error);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

/**
 * Calls that come before the module wait for it, and go on in their order.
 *
 * @param {unknown} component
 */
export default async function mount(component) {
  const [module] = await modules;
  return module.default(component);
}
