// Sentences from Python in the page: filled with figures, and written only where they are new.
// It must not know any sentence.

/**
 * Put figures into a sentence with {names}; a name without one stays.
 *
 * @param {string} sentence
 * @param {Record<string, string | number | undefined>} figures
 */
export function fill(sentence, figures) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => String(figures[name] ?? whole));
}

/**
 * Write a text only if it is another one: a screen reader would say it again.
 *
 * @param {Element} element
 * @param {string} text
 */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Describe an element to those who do not see it. */
export function describe(/** @type {Element} */ element, /** @type {string} */ text) {
  if (element.getAttribute("aria-label") !== text) element.setAttribute("aria-label", text);
}

/** Name a button that shows only a sign. */
export function nameButton(/** @type {HTMLElement} */ button, /** @type {string} */ text) {
  describe(button, text);
  button.title = text;
}
