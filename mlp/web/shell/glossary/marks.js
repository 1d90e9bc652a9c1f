// Technical words are marked where they stand, without touching the page: it is React's. The browser
// paints ranges of text (CSS Custom Highlight API); an old one shows no marks, and the sheet of words
// is there all the same. It must not know what a word means.

/** @import { Found } from "./terms.js" */

const NAME = "glassbox-term";
const SKIPPED = "code, pre, button, a, input, textarea, select, label, h1, h2, h3, nav, [role=tablist]";

/** @typedef {{term: string, range: Range}} Mark */

/**
 * Every text on the page, shadow roots included.
 *
 * @param {ParentNode} root
 * @param {(node: Text) => void} visit
 */
export function visitTexts(root, visit) {
  const walker = document.createTreeWalker(/** @type {Node} */ (root),
    NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Text) visit(node);
    else if (node instanceof Element && node.shadowRoot) visitTexts(node.shadowRoot, visit);
  }
}

/**
 * Mark the words in the page's own texts.
 *
 * @param {Element} main
 * @param {(text: string) => Found[]} find
 * @returns {Mark[]}
 */
export function markTexts(main, find) {
  /** @type {Mark[]} */
  const marks = [];
  visitTexts(main, (node) => {
    const parent = node.parentElement;
    if (!parent || node.getRootNode() !== document || parent.closest(SKIPPED)) return;
    for (const { term, start, end } of find(node.data)) {
      const range = new Range();
      range.setStart(node, start);
      range.setEnd(node, end);
      marks.push({ term, range });
    }
  });
  const highlights = globalThis.CSS?.highlights;
  highlights?.set(NAME, new Highlight(...marks.map(({ range }) => range)));
  return highlights ? marks : [];
}

/** @param {Mark[]} marks @param {number} x @param {number} y @returns {Mark | undefined} the one there */
export function markAt(marks, x, y) {
  return marks.find(({ range }) => Array.from(range.getClientRects()).some(
    ({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom));
}
