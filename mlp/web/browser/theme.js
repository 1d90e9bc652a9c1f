// Whether the page is light or dark, read from the text colour that Streamlit gives an element.
// It must not know any colour table.

/** @param {HTMLElement} element @returns {boolean} whether the page behind it is dark */
export function isDark(element) {
  return isLight(getComputedStyle(element).color); // light text: dark page
}

/** @param {string} colour as browsers compute it, for example "rgb(250, 250, 250)" */
export function isLight(colour) {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue > 127;
}

/**
 * Call back whenever the element's text colour changes, which is how a component learns of a
 * switch between the light and the dark theme.
 *
 * @param {HTMLElement} element with `color: var(--st-text-color); transition: color 1ms`
 * @param {() => void} onChange
 */
export function watchTheme(element, onChange) {
  element.addEventListener("transitionend", (event) => {
    if (event.target === element && event.propertyName === "color") onChange();
  });
}
