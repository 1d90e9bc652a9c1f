// Whether the visitor has asked for another page that has not come yet. It must not know any page.
//
// NOTE: What a component reports then would be the end of that page. Streamlit sends it in the name of
// the page that is still shown, and answers it after the new one: as a page other than the newest, of
// which the browser clears everything, with a fragment that is gone, so that nothing comes instead.

const LONGEST_MS = 15_000; // then the line was lost, or nothing came of it
const LINKS = ["stTopNavLink", "stTopNavDropdownLink", "stSidebarNavLink", "stPageLink-NavLink"]
  .map((name) => `a[data-testid="${name}"]`).join();

/** @type {string | null} */
let here = null; // the page that came last, as it is called in the address
let wanted = ""; // the one asked for last
let until = 0;

globalThis.document?.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; // in a tab or window of its own
  const link = event.target instanceof Element ? event.target.closest(LINKS) : null;
  if (link instanceof HTMLAnchorElement) leaveFor(link.pathname);
}, { capture: true });
globalThis.window?.addEventListener("popstate", () => leaveFor(location.pathname));

/** @param {string} pathname of the page that is asked for */
export function leaveFor(pathname) {
  wanted = pathname.split("/").at(-1) ?? "";
  until = wanted === here ? 0 : performance.now() + LONGEST_MS; // Back may stay on a page
}

/** @param {string} page that has come, as it is called in the address; "" is the first */
export function arrive(page) {
  here = page;
  if (page === wanted) until = 0;
}

/** @returns {boolean} whether another page is on its way */
export function isLeaving() {
  return performance.now() < until;
}
