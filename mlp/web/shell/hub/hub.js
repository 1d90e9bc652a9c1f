// Places the hub on a page: tells it what Python knows, keeps digit and switches for a reload, and says
// on <html> whether there is a digit. It must not know any view.

import { mountOnce } from "../../browser/dom.js";
import { served } from "../../browser/address.js";
import { hub } from "../../browser/hub.js";
import { digitOf, keepPage, keptPage } from "./kept.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { Answer } from "../../browser/messages.js" */
/** @import { KeptPage } from "./kept.js" */

/**
 * @typedef {object} Data
 * @property {string} path of the channel
 * @property {string} token of the visitor, hexadecimal
 * @property {number} changes counted up when something but ink changed the answer
 * @property {boolean} isFresh whether the server knows nothing of any digit
 * @property {string | null} link a digit that is not from the pad, packed
 * @property {Record<string, unknown>} kept what a reload is to bring back besides the digit
 * @property {number | null} refreshMs how often the answer changes by itself; null: it does not
 */

/** @param {Component<Data>} component */
export default function mountHub(component) {
  return mountOnce(component, ".hub", createPlaced);
}

/** @returns {Mounted<Data>} */
function createPlaced() {
  /** @type {Data} */
  let data;
  let isRestoring = false;
  let lastSequence = 1; // of the ink before this run of the script; 1: what a reload brought back
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let refreshing;

  const stopFollowing = hub.follow((answer) => {
    const page = document.documentElement.dataset;
    page.glassboxDigit = answer.stages.length === 0 ? "none" : answer.source;
    if (data && answer.source === "pad" && answer.sequence > lastSequence) page.glassboxDrawn = "";
    if (data && answer.isSettled && !isRestoring) keep(answer);
  });

  function keep(/** @type {Answer | null} */ answer) {
    keepPage({ kept: data.kept, ...digitOf(answer, data.link, hub.pad()?.readRaster()) });
  }

  /** The server knows nothing of the visitor: first visit, reload, or it was restarted. */
  function introduce(/** @type {Component<Data>["setTriggerValue"]} */ setTrigger) {
    const stored = keptPage();
    const pad = hub.pad();
    const isOnPad = !stored?.link && pad !== null && !pad.isEmpty();
    if (isOnPad) {
      hub.offerInk();
      if (stored?.centre === false) hub.setSwitch("centre", false);
      if (stored?.invert) hub.setSwitch("invert", true);
    }
    const isOther = JSON.stringify(stored?.kept) !== JSON.stringify(data.kept);
    if (!stored || (!isOther && (isOnPad || !hasDigit(stored)))) return;
    isRestoring = true;
    setTrigger("restored", isOnPad ? { kept: stored.kept } : stored);
  }

  return {
    update(component) {
      data = component.data;
      const { isOther, isChanged } = hub.use(served(data.path), data);
      lastSequence = Math.max(lastSequence, hub.answer()?.sequence ?? 0);
      delete document.documentElement.dataset.glassboxDrawn;
      isRestoring = false;
      if (isOther && data.isFresh) introduce(component.setTriggerValue);
      if (isChanged) hub.refresh(); // what is kept follows the answer
      else keep(hub.answer());
      clearInterval(refreshing);
      if (data.refreshMs !== null) refreshing = setInterval(hub.refresh, data.refreshMs);
    },
    stop() {
      clearInterval(refreshing);
      stopFollowing();
    },
  };
}

/** @param {KeptPage} stored */
const hasDigit = ({ ink, link }) => Boolean(ink || link);
