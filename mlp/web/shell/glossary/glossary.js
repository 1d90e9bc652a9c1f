// The technical words of a page with their meanings: a sheet of all that stand on it, and each where
// it stands. It must not know which page that is.

import { find, mountOnce } from "../../browser/dom.js";
import { nameButton } from "../../browser/words.js";
import { markAt, markTexts, visitTexts } from "./marks.js";
import { createFinder } from "./terms.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { Mark } from "./marks.js" */

/**
 * @typedef {object} Data
 * @property {Record<string, string>} meanings by word
 * @property {Record<string, string>} aliases
 * @property {string[]} tooPlain words that are not marked
 * @property {string[]} first words that every page has
 * @property {any} words
 */

const CALM_MS = 400; // after which a page that changed is read again
const MAIN = '[data-testid="stMain"]';

/** @param {Component<Data>} component */
export default function mountGlossary(component) {
  return mountOnce(component, ".glossary", createGlossary);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createGlossary(root) {
  const sheet = find(root, ".sheet");
  const meaning = find(root, ".meaning");
  const main = /** @type {Element} */ (document.querySelector(MAIN));
  /** @type {Data} */
  let data;
  let findAll = createFinder([], {});
  let findMarked = findAll;
  /** @type {Mark[]} */
  let marks = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function mark() {
    marks = markTexts(main, findMarked);
  }

  const changes = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(mark, CALM_MS);
  });
  changes.observe(main, { childList: true, subtree: true, characterData: true });

  function showSheet() {
    /** @type {Set<string>} */
    const used = new Set(data.first);
    visitTexts(main, ({ data: text, parentElement }) => {
      if (parentElement?.closest("style, script")) return;
      for (const { term } of findAll(text)) used.add(term);
    });
    const entries = Object.entries(data.meanings).filter(([term]) => used.has(term));
    find(root, "dl").replaceChildren(...entries.flatMap(([term, told]) => [
      element("dt", term), element("dd", plain(told)),
    ]));
    find(root, ".hint").textContent = entries.length ? data.words.hint : data.words.none;
    sheet.showPopover();
    find(root, ".close").focus();
  }

  find(root, ".open").onclick = showSheet;
  find(root, ".close").onclick = () => sheet.hidePopover();

  /** @param {MouseEvent} event */
  function showMeaning(event) {
    const marked = markAt(marks, event.clientX, event.clientY);
    if (!marked) return;
    const { left, bottom } = marked.range.getBoundingClientRect();
    meaning.replaceChildren(element("strong", marked.term), element("p", plain(data.meanings[marked.term])));
    meaning.showPopover();
    const { offsetWidth, offsetHeight } = meaning;
    const isBelow = bottom + 6 + offsetHeight < innerHeight;
    meaning.style.left = `${Math.max(8, Math.min(left, innerWidth - offsetWidth - 8))}px`;
    meaning.style.top = `${isBelow ? bottom + 6 : Math.max(8, bottom - offsetHeight - 28)}px`;
  }
  main.addEventListener("click", /** @type {EventListener} */ (showMeaning));

  return {
    update({ data: newData }) {
      data = newData;
      const terms = Object.keys(data.meanings);
      findAll = createFinder(terms, data.aliases);
      findMarked = createFinder(terms.filter((term) => !data.tooPlain.includes(term)), data.aliases);
      find(root, ".open").textContent = "?";
      nameButton(find(root, ".open"), data.words.help);
      find(root, "header strong").textContent = data.words.title;
      find(root, ".close").textContent = "×";
      nameButton(find(root, ".close"), data.words.close);
      sheet.setAttribute("aria-label", data.words.title);
      mark();
    },
    stop() {
      clearTimeout(timer);
      changes.disconnect();
      main.removeEventListener("click", /** @type {EventListener} */ (showMeaning));
      globalThis.CSS?.highlights?.clear();
    },
  };
}

/** @param {string} markdown of the glossary @returns {string} as plain text, its lines kept */
const plain = (markdown) => markdown.replace(/`|\*\*/g, "").replace(/ {2}\n/g, "\n");

/** @param {string} name @param {string} text */
function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
