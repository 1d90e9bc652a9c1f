import assert from "node:assert/strict";
import { test } from "node:test";

import { isLight, watchTheme } from "./theme.js";

test("Streamlit's text colours tell light from dark", () => {
  assert.equal(isLight("rgb(250, 250, 250)"), true);
  assert.equal(isLight("rgb(49, 51, 63)"), false);
  assert.equal(isLight(""), false);
});

test("only a change of the element's own colour is another theme", () => {
  const element = /** @type {any} */ (new EventTarget());
  let numChanges = 0;
  watchTheme(element, () => numChanges++);
  for (const propertyName of ["color", "opacity"]) {
    element.dispatchEvent(Object.assign(new Event("transitionend"), { propertyName }));
  }
  assert.equal(numChanges, 1);
});
