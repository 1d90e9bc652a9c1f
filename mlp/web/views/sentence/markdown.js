// A little Markdown as elements: bold, code, Streamlit's symbols, line breaks. It must not know what
// is said.

const PART = /\*\*(.+?)\*\*|`(.+?)`|:material\/(\w+):/g;

/**
 * @typedef {object} Part
 * @property {"plain" | "strong" | "code" | "symbol"} kind
 * @property {string} text
 */

/** @param {string} markdown @returns {Part[]} in order */
export function partsOf(markdown) {
  const parts = [];
  let end = 0;
  for (const found of markdown.matchAll(PART)) {
    parts.push({ kind: "plain", text: markdown.slice(end, found.index) });
    const [, strong, code, symbol] = found;
    if (strong !== undefined) parts.push({ kind: "strong", text: strong });
    else if (code !== undefined) parts.push({ kind: "code", text: code });
    else parts.push({ kind: "symbol", text: symbol });
    end = found.index + found[0].length;
  }
  parts.push({ kind: "plain", text: markdown.slice(end) });
  return /** @type {Part[]} */ (parts).filter(({ text }) => text);
}

/** @param {Part} part @returns {Node} */
export function elementOf({ kind, text }) {
  if (kind === "plain") return document.createTextNode(text);
  const element = document.createElement(kind === "symbol" ? "span" : kind);
  element.textContent = text;
  if (kind === "symbol") {
    element.className = "symbol";
    element.setAttribute("aria-hidden", "true");
    element.translate = false;
  }
  return element;
}
