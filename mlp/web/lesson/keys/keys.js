// @ts-nocheck
/* eslint-disable */
// Arrow keys turn the lesson's pages, unless something that uses them itself has the focus.

const QUERY = "step";
const STEP_LIST = ".st-key-lesson_steps"; // there the arrows mean the same
const USES_ARROWS =
  'input, textarea, select, canvas, [contenteditable="true"], [role="slider"], [role="spinbutton"], ' +
  '[role="combobox"], [role="listbox"], [role="option"], [role="menu"], [role="dialog"], ' +
  '[role="tab"], [role="radio"], [role="application"]';

export default function mountKeys(component) {
  return mountOnce(component, ".keys", createKeys);
}

function createKeys(root) {
  let places = { place: null, before: null, after: null };
  let setTrigger = () => {};

  function onKey(event) {
    const isModified = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
    if (event.defaultPrevented || isModified || isTaken(event.composedPath())) return;
    const wanted = { ArrowLeft: places.before, ArrowRight: places.after }[event.key];
    if (!wanted) return;
    event.preventDefault();
    event.stopPropagation();
    places = { place: wanted, before: null, after: null }; // until Python has turned the page
    setTrigger("turned", wanted);
  }

  document.addEventListener("keydown", onKey, true); // before the list of steps moves its focus
  return {
    update(component) {
      setTrigger = component.setTriggerValue;
      const isTurned = root.dataset.place !== undefined && root.dataset.place !== component.data.place;
      places = component.data;
      root.dataset.place = places.place;
      if (isTurned) scrollToTop();
      else completeAddress(places.place);
    },
    stop: () => document.removeEventListener("keydown", onKey, true),
  };
}

/** @param {EventTarget[]} path from the focus outwards @returns {boolean} whether it uses arrows */
function isTaken(path) {
  const elements = path.filter((node) => node instanceof Element);
  if (elements.some((element) => element.matches(STEP_LIST))) return false;
  return elements.some((element) => element.matches(USES_ARROWS));
}

function scrollToTop() {
  document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
}

/** Say the step in the address of somebody who came by the menu, without a step in its history. */
function completeAddress(place) {
  const address = new URL(location.href);
  if (address.searchParams.has(QUERY)) return;
  address.searchParams.set(QUERY, place);
  history.replaceState(history.state, "", address);
}
