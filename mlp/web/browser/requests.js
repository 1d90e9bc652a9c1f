// Requests to the server and their replies, with how long they take. It must not know what is asked for,
// nor what becomes of a reply.

import { createLine } from "./line.js";
import { decodeReply, encodeRequest, fromHex } from "./messages.js";

/** @import { Line, Mode } from "./line.js" */
/** @import { Request, Reply } from "./messages.js" */

/** @typedef {(address: string, onMode: (mode: Mode) => void) => Line} Connect */

const TIMEOUT_MS = 3000;
const SLOW_MS = 40; // a reply that takes longer comes over a slow line
const DEPTH_OF_SLOW = 3; // requests that are then under way at once
const SMOOTHING = 0.3; // share of the newest time in the mean

/**
 * @param {() => number} revisionNow of the picture that is drawn on
 * @param {(mode: Mode) => void} onMode
 * @param {Connect} [connect]
 */
export function createRequests(revisionNow, onMode, connect = createLine) {
  /** @type {Line | null} */
  let line = null;
  /** @type {Uint8Array | null} */
  let token = null;
  let tokenText = "";
  let sequence = 0;
  let takesMs = 0; // mean time until a reply comes
  let isServerBusy = false;
  let encoding = Promise.resolve(); // requests leave in their order

  const isSlow = () => takesMs > SLOW_MS && !isServerBusy;

  return {
    /**
     * Take where to ask, and for whom.
     *
     * @param {string} address absolute
     * @param {string} newToken hexadecimal
     * @returns {boolean} whether it is another one
     */
    use(address, newToken) {
      line ??= connect(address, onMode);
      if (newToken === tokenText) return false;
      [token, tokenText] = [fromHex(newToken), newToken];
      line.again();
      return true;
    },
    isReady: () => token !== null,
    mode: () => line?.mode() ?? "http",
    /** Number of the next request. */
    next: () => sequence + 1,
    /** How many requests may be under way at once. */
    depth: () => (isSlow() ? DEPTH_OF_SLOW : 1),
    /** How far apart they then leave, evenly. */
    apartMs: () => (isSlow() ? takesMs / DEPTH_OF_SLOW : 0),
    /**
     * @param {Omit<Request, "sequence" | "revision" | "token">} asked
     * @returns {Promise<Reply>} rejects if none comes in time
     */
    async send(asked) {
      if (!line || !token) throw new Error("there is no line yet");
      const number = ++sequence;
      const request = { ...asked, token, sequence: number, revision: revisionNow(), isSlow: isSlow() };
      const encoded = encoding.then(() => encodeRequest(request));
      encoding = encoded.then(() => undefined, () => undefined);
      const bytes = await encoded;
      const startedMs = performance.now();
      const reply = await decodeReply(await inTime(line.exchange(bytes, number)));
      const tookMs = performance.now() - startedMs;
      takesMs = takesMs ? takesMs + SMOOTHING * (tookMs - takesMs) : tookMs;
      isServerBusy = reply.isBusy;
      return reply;
    },
  };
}

/** @template T @param {Promise<T>} reply @returns {Promise<T>} rejects if it takes too long */
function inTime(reply) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("no reply")), TIMEOUT_MS);
    reply.then(resolve, reject).finally(() => clearTimeout(late));
  });
}
