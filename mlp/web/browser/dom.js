// How a component lives in its element, and the pixels it stands on. It must not know any component.

import { isLeaving } from "./leaving.js";

/**
 * What Streamlit calls a component's module with, at first and whenever its data or the theme change.
 *
 * @template [Data=any]
 * @typedef {object} Component
 * @property {Data} data
 * @property {HTMLElement | ShadowRoot} parentElement
 * @property {string} name
 * @property {string} key
 * @property {(name: string, value: any) => void} setStateValue
 * @property {(name: string, value: any) => void} setTriggerValue
 */

/**
 * @template [Data=any]
 * @typedef {object} Mounted
 * @property {(component: Component<Data>) => void} update
 * @property {() => void} stop
 */

/**
 * Make what lives in an element once, and give it each new state of its component. What it reports of a
 * page that the visitor is leaving goes nowhere.
 *
 * NOTE: Streamlit calls the cleanup not only when the element goes: also at once if newer data or
 * another theme arrives while it is still importing the module. So stop only what has really left.
 *
 * @template Data
 * @param {Component<Data>} component
 * @param {string} selector the element
 * @param {(root: HTMLElement) => Mounted<Data>} create
 * @returns {() => void} the cleanup that Streamlit wants
 */
export function mountOnce(component, selector, create) {
  const root = /** @type {HTMLElement & {glassbox?: Mounted<Data> | null}} */ (
    component.parentElement.querySelector(selector)
  );
  root.glassbox ??= create(root);
  root.glassbox.update({
    ...component,
    setStateValue: (name, value) => isLeaving() || component.setStateValue(name, value),
    setTriggerValue: (name, value) => isLeaving() || component.setTriggerValue(name, value),
  });
  return () =>
    setTimeout(() => {
      if (root.isConnected) return;
      root.glassbox?.stop();
      root.glassbox = null;
    });
}

/**
 * Find an element that must be there.
 *
 * @template {string} Selector
 * @param {ParentNode} root
 * @param {Selector} selector a tag's name, which tells the type, or any other
 * @returns {Selector extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Selector] : HTMLElement}
 */
export function find(root, selector) {
  const element = root.querySelector(selector);
  if (!element) throw new Error(`there is no ${selector}`);
  return /** @type {any} */ (element);
}

/**
 * Call back whenever the page comes to stand on a screen of another pixel density, or is zoomed.
 *
 * @param {() => void} onChange
 * @returns {() => void} stops watching
 */
export function watchPixelRatio(onChange) {
  const changed = () => {
    query = watch();
    onChange();
  };
  const watch = () => {
    const next = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    next.addEventListener("change", changed, { once: true });
    return next;
  };
  let query = watch();
  return () => query.removeEventListener("change", changed);
}
