// A training as it goes on: curves of loss and accuracy with the ten digits' accuracies, or the ten
// probabilities of the visitor's digit. It must not know how either is drawn.

import { mountOnce } from "../../browser/dom.js";
import { createCurves } from "./curves.js";
import { createHistory } from "./history.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */

/** @type {Record<string, (root: HTMLElement) => Mounted<any>>} */
const CREATE = { curves: createCurves, history: createHistory };

/** @param {Component<Uint8Array>} component data: a `Data` of its part as JSON */
export default function mountTraining(component) {
  const data = JSON.parse(new TextDecoder().decode(component.data));
  return mountOnce({ ...component, data }, ".glassbox-training", CREATE[data.part]);
}
