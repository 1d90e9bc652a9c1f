// The line to the server: a WebSocket, or HTTP with the same bytes where none is to be had. It must
// not know what the bytes say, but for whose reply they are.

import { CLOSE_BUSY, CLOSE_IDLE, CLOSE_VERSION, sequenceOf, STATUS_VERSION } from "./messages.js";

/** @typedef {"live" | "http" | "busy"} Mode */
/** @typedef {{resolve: (reply: ArrayBuffer) => void, reject: (error: Error) => void}} Waiting */

/**
 * @typedef {object} Line
 * @property {() => Mode} mode
 * @property {(bytes: ArrayBuffer, sequence: number) => Promise<ArrayBuffer>} exchange the reply;
 *   rejects when it will not come
 * @property {() => void} again connect at once if there is no line, not only after a while
 */

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
const BUSY_RETRY_MS = 20_000;

/** The server is of another version than this page, which has to be loaded again. */
export class VersionError extends Error {}

/**
 * @param {string} address of the channel, absolute
 * @param {(mode: Mode) => void} onMode
 * @returns {Line}
 */
export function createLine(address, onMode) {
  /** @type {WebSocket | null} */
  let socket = null;
  /** @type {Mode} */
  let mode = "http";
  /** @type {Map<number, Waiting>} by sequence: replies that the socket has yet to bring */
  const waiting = new Map();
  let retryMs = FIRST_RETRY_MS;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retry;

  function setMode(/** @type {Mode} */ newMode) {
    mode = newMode;
    onMode(mode);
  }

  function connect() {
    clearTimeout(retry);
    const opened = new WebSocket(address.replace(/^http/, "ws"));
    socket = opened;
    opened.binaryType = "arraybuffer";
    opened.onopen = () => setMode("live");
    opened.onmessage = ({ data }) => {
      let sequence;
      try {
        sequence = sequenceOf(data);
      } catch {
        opened.close(); // not our server at the other end: HTTP may still lead there
        return;
      }
      retryMs = FIRST_RETRY_MS;
      waiting.get(sequence)?.resolve(data);
      waiting.delete(sequence);
    };
    opened.onclose = ({ code }) => {
      socket = null;
      const error = code === CLOSE_VERSION ? new VersionError() : new Error(`closed with ${code}`);
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
      if (code === CLOSE_IDLE) return; // the next request connects again
      const isBusy = code === CLOSE_BUSY;
      retry = setTimeout(connect, isBusy ? BUSY_RETRY_MS * (1 + Math.random()) : retryMs);
      retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
      setMode(isBusy ? "busy" : "http");
    };
  }

  async function post(/** @type {ArrayBuffer} */ body) {
    const response = await fetch(address, { method: "POST", body, cache: "no-store" });
    if (response.status === STATUS_VERSION) throw new VersionError();
    if (!response.ok) throw new Error(`answered with status ${response.status}`);
    return response.arrayBuffer();
  }

  connect();
  return {
    mode: () => mode,
    async exchange(bytes, sequence) {
      if (socket?.readyState !== WebSocket.OPEN) {
        if (mode === "live" && !socket) connect();
        return post(bytes);
      }
      const reply = new Promise((/** @type {Waiting["resolve"]} */ resolve, reject) =>
        waiting.set(sequence, { resolve, reject }));
      socket.send(bytes);
      return reply;
    },
    again() {
      if (!socket) connect();
    },
  };
}
