// Which technical words stand in a text, and where. It must not know a page, nor how words are shown.

/** @typedef {{term: string, start: number, end: number}} Found term: the glossary's own form of it */

/**
 * @param {string[]} terms of the glossary
 * @param {Record<string, string>} aliases other forms of some
 * @returns {(text: string) => Found[]} in the order in which they stand
 */
export function createFinder(terms, aliases) {
  const byForm = new Map(terms.map((term) => [term.toLowerCase(), term]));
  for (const [form, term] of Object.entries(aliases)) byForm.set(form.toLowerCase(), term);
  // The longest first: "weight decay" is not a "weight".
  const forms = [...byForm.keys()].sort((one, other) => other.length - one.length);
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}_.-])(${forms.map(escape).join("|")})(e?s)?(?![\\p{L}\\p{N}_-])`, "giu");
  return (text) => Array.from(text.matchAll(pattern), (match) => ({
    term: /** @type {string} */ (byForm.get(match[1].toLowerCase())),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** @param {string} text @returns {string} as a pattern that means only itself */
function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
