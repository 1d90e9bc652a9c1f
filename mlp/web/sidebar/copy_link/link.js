// Copies a link to what is shown: the page's address at the click, the digit as the server has it then,
// the pinned value, and what Python says of the rest. It must not know what any of that means.

import { find, mountOnce } from "../../browser/dom.js";
import { hub } from "../../browser/hub.js";
import { say } from "../../browser/words.js";
import { pin } from "../../views/network/pinned.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */

/**
 * @typedef {object} Data
 * @property {Record<string, string>} settings of the app, as a link says them
 * @property {string | null} page another one on each page
 * @property {any} words
 */

/** @param {Component<Data>} component */
export default function mountLink(component) {
  return mountOnce(component, ".link", createLink);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createLink(root) {
  const button = find(root, "button");
  const said = find(root, ".said");
  const field = find(root, "input");
  /** @type {Data} */
  let data;

  /** What was said of a link no longer holds: something else is shown. */
  function forget() {
    say(said, "");
    field.hidden = true;
  }

  async function linkNow() {
    const href = location.href; // before the server has answered the visitor may be elsewhere
    const pinned = pin.name;
    return linkTo(href, { ...data.settings, digit: await hub.link(), pin: pinned });
  }

  button.onclick = async () => {
    const { words } = data;
    forget(); // or nothing would be said of a second link
    const link = linkNow();
    try {
      await copy(link);
      say(said, new URL(await link).searchParams.has("digit") ? words.copied : words.copiedPage);
    } catch {
      // Only pages over https and on this machine may write to the clipboard.
      link.then(showByHand, () => say(said, words.failed));
    }
  };

  function showByHand(/** @type {string} */ link) {
    say(said, data.words.byHand);
    field.value = link;
    field.hidden = false;
    field.select();
  }

  const stop = hub.follow(forget);
  return {
    update(component) {
      const before = data;
      data = component.data;
      button.textContent = data.words.copy;
      field.setAttribute("aria-label", data.words.address);
      if (JSON.stringify(before) !== JSON.stringify(data)) forget();
    },
    stop,
  };
}

/**
 * Put a text into the clipboard once it is there.
 *
 * @param {Promise<string>} text
 */
export async function copy(text) {
  if (typeof ClipboardItem === "undefined") return navigator.clipboard.writeText(await text);
  // NOTE: Safari lets a page copy at the click itself only, but takes a promise there.
  const blob = text.then((copied) => new Blob([copied], { type: "text/plain" }));
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}

/**
 * @param {string} href of the page, whose own query stays
 * @param {Record<string, string | null>} said what the link says besides; null: not that
 */
export function linkTo(href, said) {
  const address = new URL(href);
  for (const [name, value] of Object.entries(said)) {
    if (value === null) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  address.hash = "";
  return address.href;
}
