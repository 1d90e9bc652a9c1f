// Files that several components of a page want. It must not know what is in them.

import { served } from "./address.js";
import { page } from "./events.js";

const MAX_FILES = 6; // of the networks that were looked at last

/**
 * Fetch a file once for the page, whichever component asks first; a failure is forgotten, so that it
 * can be asked for again.
 *
 * @param {string} address from where the app lies
 * @returns {Promise<ArrayBuffer>} rejects if it cannot be had
 */
export function fetchOnce(address) {
  const filesByAddress = (page.glassboxFiles ??= new Map());
  let file = filesByAddress.get(address);
  if (!file) {
    file = fetchBytes(address);
    filesByAddress.set(address, file);
    for (const oldest of filesByAddress.keys()) {
      if (filesByAddress.size <= MAX_FILES) break;
      filesByAddress.delete(oldest);
    }
    file.catch(() => filesByAddress.delete(address));
  }
  return file;
}

/** @param {string} address */
async function fetchBytes(address) {
  const response = await fetch(served(address));
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.arrayBuffer();
}
