// Files dropped anywhere on the page, or pasted, go to Streamlit's uploader: with all its checks.
// Without it a picture dropped beside the uploader would replace the page, and the drawing with it.
// It must not know what is done with the files.

import { mountOnce } from "../../browser/dom.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */

/** @typedef {{target: string, invitation: string}} Data target: key of the uploader */

/** @param {Component<Data>} component */
export default function mountBridge(component) {
  return mountOnce(component, ".bridge", createBridge);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createBridge(root) {
  let target = "";

  /** Hand files over as if the visitor had chosen them. */
  function hand(/** @type {File[]} */ files) {
    const input = /** @type {HTMLInputElement | null} */ (
      document.querySelector(`.st-key-${target} input[type="file"]`)
    );
    if (!input || input.disabled || !files.length) return;
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

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
    root.hidden = isOverUploader(event);
  }, { signal });

  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) root.hidden = true; // it left the window
  }, { signal });

  document.addEventListener("drop", (event) => {
    root.hidden = true;
    if (!hasFiles(event)) return;
    event.preventDefault();
    if (!isOverUploader(event)) hand([...(event.dataTransfer?.files ?? [])]);
  }, { signal });

  return {
    update({ data }) {
      target = data.target;
      root.textContent = data.invitation;
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

/** @param {DragEvent} event */
function isOverUploader(event) {
  return event.composedPath().some((node) =>
    node instanceof HTMLElement && node.dataset.testid === "stFileUploaderDropzone");
}
