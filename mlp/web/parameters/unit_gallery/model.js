// What Python said of the units, what the visitor chose, and what Python is told of it. It must not
// know how that looks.

import { isLeaving } from "../../browser/leaving.js";
import { groupUnits, isFilterReady, isSortReady, unpack } from "./units.js";

/** @import { Component } from "../../browser/dom.js" */
/** @import { ColourTable } from "../../browser/plotly.js" */
/** @import { Units } from "./units.js" */

/** @typedef {{sort: string, filter: string, isOwnScale: boolean}} Choice */

/**
 * @typedef {object} Data see `Gallery` in Python
 * @property {any} words
 * @property {string[]} sorts
 * @property {string[]} filters
 * @property {boolean} isSigned
 * @property {boolean} canSave
 * @property {{dark: ColourTable, light: ColourTable}} colours
 * @property {string} fingerprint
 * @property {string} network which one it is, whatever it has learned meanwhile
 * @property {string} overviewAddress
 * @property {string} exactAddress
 * @property {number} scale
 * @property {number} numUnits
 * @property {string} norms
 * @property {any} now
 * @property {any} habits
 * @property {boolean} isReturning from a unit
 * @property {Choice & {unit: number | null}} choice at first, and when the network is another
 */

const CALM_MS = 100; // between two looks whether a script runs

export function createModel() {
  /** @type {Component<Data>} */
  let component;
  /** @type {Units} */
  let units;
  /** @type {Choice | null} */
  let chosen = null;
  let awaited = ""; // fingerprint of the network whose habits were asked for

  const choice = () => chosen ?? component.data.choice;

  /** What can be shown of the choice: not all of it is possible at any time. */
  function shown() {
    const { sort, filter } = choice();
    const isOffered = component.data.filters.includes(filter); // of this network
    return {
      sort: isSortReady(sort, units) ? sort : "number",
      filter: isOffered && isFilterReady(filter, units) ? filter : "all",
    };
  }

  return {
    /** @param {Component<Data>} newComponent @returns {boolean} whether it is of another network */
    take(newComponent) {
      const isNew = newComponent.data.fingerprint !== component?.data.fingerprint;
      const isOther = newComponent.data.network !== component?.data.network;
      component = newComponent;
      units = unpack(component.data);
      if (isOther) chosen = component.data.choice; // what was chosen of another network is let go
      return isNew;
    },
    data: () => component.data,
    units: () => units,
    choice,
    shown,
    groups: () => groupUnits(units, shown(), component.data.words),
    /** @param {number | null} marked unit */
    captions(marked) {
      const { isSigned, words } = component.data;
      return { now: units.now, isSigned, words, marked };
    },

    /** @param {Partial<Choice>} changed */
    choose(changed) {
      const { sort, filter, isOwnScale } = { ...choice(), ...changed };
      chosen = { sort, filter, isOwnScale };
      component.setStateValue("choice", chosen);
    },
    /** @param {number} unit */
    open: (unit) => component.setTriggerValue("opened", unit),
    /** Let Python count what the units do on the test set, once for each network. */
    askForHabits() {
      const { fingerprint } = component.data;
      if (units.habits || awaited === fingerprint) return;
      awaited = fingerprint;
      requestAnimationFrame(() => whenCalm(component.parentElement, () =>
        component.setTriggerValue("wanted", fingerprint)));
    },
  };
}

/**
 * Do something once no script runs and no other page is on its way.
 *
 * @param {Node} place if it has left the page by then, nothing is done
 * @param {() => void} act
 */
function whenCalm(place, act) {
  setTimeout(() => {
    if (!place.isConnected) return;
    const app = globalThis.document?.querySelector('[data-testid="stApp"]');
    const isRunning = (app?.getAttribute("data-test-script-state") ?? "notRunning") !== "notRunning";
    if (isRunning || isLeaving()) whenCalm(place, act);
    else act();
  }, CALM_MS);
}
