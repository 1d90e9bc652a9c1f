// Keeps the page's address plain, and lets it say what its page shows. It must not know what anything
// in an address means.

/** @import { Component } from "../../browser/dom.js" */

/**
 * @typedef {object} Data
 * @property {string[]} taken what the app has taken over and the address is to say no more, by name
 * @property {string} page the one that Python means: the visitor may have left it meanwhile
 * @property {Record<string, string>} own what it shows
 */

/** @param {Component<Data>} component */
export default function mountAddress({ data }) {
  const address = keptAddress(location.href, data);
  // NOTE: Python can only add entries to the history; this one is written over.
  if (address !== location.href) history.replaceState(history.state, "", address);
}

/**
 * @param {string} href
 * @param {Data} data
 * @returns {string} without what was taken; what the page shows is added only where nothing of it is
 *   said, since what is said may be newer
 */
export function keptAddress(href, { taken, page, own }) {
  const address = new URL(href);
  const query = address.searchParams;
  for (const name of taken) if (query.has(name)) query.delete(name);
  const entries = Object.entries(own);
  const isThere = address.pathname.endsWith(`/${page}`);
  if (isThere && !entries.some(([name]) => query.has(name))) {
    for (const [name, value] of entries) query.set(name, value);
  }
  return address.href;
}
