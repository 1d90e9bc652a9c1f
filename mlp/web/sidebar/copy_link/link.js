// Copies a link to the active digit: the address of this page, with what Python gives behind it. It
// must not know what that means.

import { find } from "../../browser/dom.js";

/** @import { Component } from "../../browser/dom.js" */

/** @typedef {{query: Record<string, string> | null, words: any}} Data null: nothing to share */

/** @param {Component<Data>} component */
export default function mountLink({ data: { query, words }, parentElement }) {
  const button = find(parentElement, "button");
  const said = find(parentElement, ".said");
  const field = find(parentElement, "input");
  button.textContent = words.copy;
  button.disabled = query === null;
  button.title = query === null ? words.nothing : "";
  field.setAttribute("aria-label", words.address);
  const address = query === null ? "" : addressWith(query, location.href);
  if (field.value !== address) {
    // Another digit: what was said of the last one no longer holds.
    field.value = address;
    field.hidden = true;
    said.textContent = "";
  }
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(address);
      said.textContent = words.copied;
      field.hidden = true;
    } catch {
      // Only pages over https and on this machine may write to the clipboard.
      said.textContent = words.byHand;
      field.hidden = false;
      field.select();
    }
  };
}

/**
 * @param {Record<string, string>} query
 * @param {string} href of the page, whose own query goes
 */
export function addressWith(query, href) {
  const address = new URL(href);
  address.search = new URLSearchParams(query).toString();
  address.hash = "";
  return address.href;
}
