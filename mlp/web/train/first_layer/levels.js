// The first layer's weights at a training's checkpoints, as levels of colour. Each is fetched once, and
// nothing queues up behind a film. It must not know who shows them.


const MAX_KEPT = 60; // checkpoints
const NOT_FOUND = 404;
const PATIENCE_MS = 1000; // a request that takes longer gives way to a newer wish

/** @import { Checkpoint } from "../checkpoint.js" */

/**
 * @typedef {object} Options
 * @property {(fingerprint: string, signal: AbortSignal) => Promise<Response>} ask
 * @property {() => void} onGone the server has nothing of the training any more
 * @property {(checkpoint: Checkpoint, levels: Int8Array) => void} onLevels these are here
 * @property {() => void} onIdle another may be wanted now
 */

/** @param {Options} options */
export function createLevels({ ask, onGone, onLevels, onIdle }) {
  /** @type {Map<string, Int8Array>} by fingerprint, the one used last at the end */
  const kept = new Map();
  /** @type {{control: AbortController, fingerprint: string, began: number} | null} the one that is under way */
  let request = null;
  /** @type {string | null} fingerprint that could not be had */
  let failed = null;
  let isStopped = false;

  /** Fetch what is looked at. Only one request is under way; a slow one gives way to a newer wish. */
  async function want(/** @type {Checkpoint} */ checkpoint) {
    const { fingerprint } = checkpoint;
    if (failed === fingerprint || isStopped) return;
    if (request) {
      const isSlow = performance.now() - request.began > PATIENCE_MS;
      if (isSlow && request.fingerprint !== fingerprint) request.control.abort();
      return; // when it ends, what is looked at by then comes next
    }
    const control = new AbortController();
    request = { control, fingerprint, began: performance.now() };
    try {
      const levels = await fetchLevels(ask(fingerprint, control.signal));
      if (!control.signal.aborted) take(checkpoint, levels);
    } catch {
      if (!control.signal.aborted) failed = fingerprint;
    }
    request = null;
    if (!isStopped) onIdle();
  }

  function take(/** @type {Checkpoint} */ checkpoint, /** @type {Int8Array | null} */ levels) {
    if (!levels) return onGone();
    keep(checkpoint.fingerprint, levels);
    onLevels(checkpoint, levels);
  }

  function keep(/** @type {string} */ fingerprint, /** @type {Int8Array} */ levels) {
    kept.delete(fingerprint);
    kept.set(fingerprint, levels);
    for (const oldest of kept.keys()) {
      if (kept.size <= MAX_KEPT) break;
      kept.delete(oldest);
    }
  }

  return {
    want,
    hasFailed: (/** @type {string} */ fingerprint) => failed === fingerprint,
    /** What could not be had may be asked for again. */
    forgive() {
      failed = null;
    },
    /** @param {string} fingerprint @returns {Int8Array | undefined} */
    get(fingerprint) {
      const levels = kept.get(fingerprint);
      if (levels) keep(fingerprint, levels); // as the one used last
      return levels;
    },
    /** Another training is looked at. */
    begin() {
      request?.control.abort();
      kept.clear();
      failed = null;
    },
    clear: () => kept.clear(),
    stop() {
      isStopped = true;
      request?.control.abort();
    },
  };
}

/** @param {Promise<Response>} asked @returns {Promise<Int8Array | null>} null if it is not there */
async function fetchLevels(asked) {
  const response = await asked;
  if (response.status === NOT_FOUND) return null;
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return new Int8Array(await response.arrayBuffer());
}
