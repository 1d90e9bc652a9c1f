// Pictures chosen with the button, dropped anywhere on the page, or pasted, go to Streamlit's uploader,
// which nobody sees. Without it a dropped picture would replace the page, and the drawing with it.
// It must not know what is done with the files.

import { find, mountOnce } from "../../browser/dom.js";
import { say } from "../../browser/words.js";
import { bySize } from "./sizes.js";
import { giveToUploader } from "./uploader.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */

/**
 * @typedef {object} Data
 * @property {string} target key of the uploader
 * @property {number} maxBytes of a file
 * @property {number} numBrought how often files were brought
 * @property {Record<string, string>} words
 */

const SOURCES = ".st-key-sources";

/** @param {Component<Data>} component */
export default function mountBridge(component) {
  return mountOnce(component, ".bring", createBridge);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createBridge(root) {
  const [button, chooser] = [find(root, "button"), find(root, "input")];
  const invitation = find(root, ".bridge");
  /** @type {Component<Data>} */
  let component;
  let numBrought = 0;

  /** Hand files over as if the visitor had given them to the uploader. */
  function hand(/** @type {File[]} */ files) {
    const { target, maxBytes } = component.data;
    const { fitting, refused } = bySize(files, maxBytes);
    // What comes of them is said at the top of the column, which may have been scrolled.
    document.querySelector(SOURCES)?.parentElement?.scrollTo({ top: 0 });
    if (refused.length) {
      component.setTriggerValue("refused", { files: refused, isMoreToCome: fitting.length > 0 });
    }
    if (fitting.length && giveToUploader(target, fitting)) showBusy(true);
  }

  function showBusy(/** @type {boolean} */ isBusy) {
    button.setAttribute("aria-busy", String(isBusy));
    say(button, component.data.words[isBusy ? "sending" : "choose"]);
  }

  button.onclick = () => chooser.click();
  chooser.onchange = () => {
    hand([...(chooser.files ?? [])]);
    chooser.value = ""; // the same file may be chosen again
  };

  const listening = new AbortController();
  const { signal } = listening;

  document.addEventListener("paste", (event) => {
    if (isTyping(event.composedPath()[0])) return;
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    hand(files);
  }, { signal });

  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault(); // otherwise the browser opens the file instead of the page
    invitation.hidden = false;
  }, { signal });

  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) invitation.hidden = true; // it left the window
  }, { signal });

  document.addEventListener("drop", (event) => {
    invitation.hidden = true;
    if (!hasFiles(event)) return;
    event.preventDefault();
    hand([...(event.dataTransfer?.files ?? [])]);
  }, { signal });

  return {
    update(newComponent) {
      component = newComponent;
      const { words } = component.data;
      const isHere = numBrought !== component.data.numBrought || !button.textContent;
      numBrought = component.data.numBrought;
      if (isHere) showBusy(false);
      button.title = words.help;
      say(find(root, ".hint"), words.hint);
      say(invitation, words.invitation);
    },
    stop: () => listening.abort(),
  };
}

/** @param {EventTarget} element */
function isTyping(element) {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}

/** @param {DragEvent} event */
function hasFiles(event) {
  return event.dataTransfer?.types.includes("Files") ?? false;
}
