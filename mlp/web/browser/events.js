// What components say to one another on a page, and what they share there: every name and type.
// It must not know who says or hears it.

/** @import { Plotly } from "./plotly.js" */
/** @import { TrainingStore } from "./training_store.js" */

/**
 * What goes with each event; on the document they are called "glassbox:training" and so on.
 *
 * @typedef {object} Events
 * @property {void} training what `page.glassboxTraining` says has changed
 * @property {void} training-missing the server has not got something of the training
 * @property {boolean} training-stretched whether all charts stretch a training's beginning
 * @property {number} show-step whoever shows the page goes on (1) or back (-1) by a step, or ends (0)
 * @property {void} tour the visitor asks for the tour
 * @property {void} retry what could not be fetched is to be asked for again
 */

/**
 * What the page keeps for all components.
 *
 * @typedef {object} Shared
 * @property {Map<string, Promise<ArrayBuffer>>} [glassboxFiles] by address; see files.js
 * @property {Map<string, Promise<Plotly>>} [glassboxScripts] by address; see plotly.js
 * @property {{store: TrainingStore, place: number | null}} [glassboxTraining] see training_store.js
 * @property {Plotly} [Plotly] once its script is there
 */

export const page = /** @type {typeof globalThis & Shared} */ (globalThis);

/**
 * Tell the page's components.
 *
 * @template {keyof Events} Name
 * @param {Name} name
 * @param {Events[Name]} detail
 */
export function announce(name, detail) {
  document.dispatchEvent(new CustomEvent(`glassbox:${name}`, { detail }));
}

/**
 * Hear what is told.
 *
 * @template {keyof Events} Name
 * @param {Name} name
 * @param {(detail: Events[Name]) => void} onEvent
 * @returns {() => void} stops listening
 */
export function listen(name, onEvent) {
  const type = `glassbox:${name}`;
  const listener = (/** @type {Event} */ event) =>
    onEvent(/** @type {CustomEvent<Events[Name]>} */ (event).detail);
  document.addEventListener(type, listener);
  return () => document.removeEventListener(type, listener);
}
