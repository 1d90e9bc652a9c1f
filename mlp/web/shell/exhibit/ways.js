// The ways out of a page, closed: links to elsewhere, menus, files that are dropped, the browser's own
// keys. It must not know who is on the page.

/** @typedef {{name: string, value: string}} Named */

/** Close them, for as long as the page stands. */
export function closeWays() {
  /** @type {[string, (event: any) => void][]} */
  const closed = [
    ["contextmenu", refuse],
    ["dragover", refuse],
    ["drop", refuse],
    ["click", (event) => leadsAway(event.composedPath(), location.origin) && refuse(event)],
    ["auxclick", refuse], // the middle button opens links in new tabs
    ["keydown", (event) => isOfBrowser(event) && event.preventDefault()],
    ["wheel", (event) => event.ctrlKey && event.preventDefault()], // it would enlarge the page
  ];
  const options = { capture: true, passive: false };
  for (const [name, close] of closed) window.addEventListener(name, close, options);
}

function refuse(/** @type {Event} */ event) {
  event.preventDefault();
  event.stopPropagation();
}

/**
 * @param {readonly any[]} path of a click, the innermost first
 * @param {string} origin of the page
 * @returns {boolean} whether it follows a link that leaves the app, opens another tab or saves a file
 */
export function leadsAway(path, origin) {
  const link = path.find((element) => element.localName === "a" && element.href);
  if (!link) return false;
  return link.origin !== origin || Boolean(link.download) || !["", "_self"].includes(link.target);
}

/**
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">} event
 * @returns {boolean} whether it is for the browser: print, save, enlarge, go back, …
 */
export function isOfBrowser({ key, ctrlKey, metaKey, altKey }) {
  const isFunction = /^F\d+$/.test(key);
  const isLetterOfKeyboard = ctrlKey && altKey; // AltGr
  return isFunction || ((ctrlKey || metaKey || altKey) && !isLetterOfKeyboard);
}

/** Let the address go on saying something, whatever else it comes to say. */
export function keepInAddress(/** @type {Named} */ said) {
  const address = withNamed(location.href, said);
  if (address !== location.href) history.replaceState(history.state, "", address);
}

/** @param {string} href @param {Named} said @returns {string} */
export function withNamed(href, { name, value }) {
  const address = new URL(href);
  if (address.searchParams.has(name)) return href;
  address.searchParams.set(name, value);
  return address.href;
}
