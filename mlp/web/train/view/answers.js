// What the networks of a training's checkpoints answer to the visitor's digit, each fetched once. It
// must not know who shows it.

import { decodeAnswer } from "../../browser/messages.js";

/** @import { Answer } from "../../browser/messages.js" */

const RETRY_MS = 1000;
const NOT_FOUND = 404;

/** The server has no such answer. */
class AnswerError extends Error {
  /** @param {number} status */
  constructor(status) {
    super(`answer: ${status}`);
    this.status = status;
  }
}

/**
 * @typedef {object} Options
 * @property {() => string | null} addressNow of the answer that is to be shown; null: no digit is there
 * @property {(address: string) => Promise<Response>} ask
 * @property {(answer: Answer) => void} show
 * @property {() => void} onMissing the server has not got one
 */

/** @param {Options} options */
export function createAnswers({ addressNow, ask, show, onMissing }) {
  /** @type {Map<string, {answer: Answer | null, promise: Promise<Answer>}>} by address */
  const entries = new Map();
  const missing = new Set(); // addresses of answers that the server has not got
  let shown = ""; // address
  let isLoading = false;
  let isStopped = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retry;

  /** One request for each answer, however often it is wanted; a failed one is forgotten. */
  function load(/** @type {string} */ address) {
    const known = entries.get(address);
    if (known) return known.promise;
    const entry = { answer: /** @type {Answer | null} */ (null), promise: fetchAnswer(ask(address)) };
    entries.set(address, entry);
    entry.promise.then(
      (answer) => {
        entry.answer = answer;
      },
      () => entries.delete(address),
    );
    return entry.promise;
  }

  /** Show what belongs to the place: one request at a time, then that of the place of then. */
  async function showNow() {
    const address = addressNow();
    if (!address || address === shown || missing.has(address)) return;
    const known = entries.get(address)?.answer;
    if (known) {
      shown = address;
      show(known);
    }
    if (known || isLoading || isStopped) return;
    isLoading = true;
    clearTimeout(retry);
    try {
      await load(address);
      isLoading = false;
      showNow();
    } catch (error) {
      isLoading = false;
      if (!isStopped) fail(address, error);
    }
  }

  function fail(/** @type {string} */ address, /** @type {unknown} */ error) {
    if (error instanceof AnswerError && error.status === NOT_FOUND) {
      missing.add(address);
      onMissing();
    } else if (address !== addressNow()) showNow();
    // 409: another digit is watched meanwhile, and Python is about to say which.
    else if (!(error instanceof AnswerError)) retry = setTimeout(showNow, RETRY_MS);
  }

  return {
    load,
    showNow,
    forget() {
      entries.clear();
      missing.clear();
      shown = "";
    },
    stop() {
      isStopped = true;
      clearTimeout(retry);
    },
  };
}

/** @param {Promise<Response>} asked */
async function fetchAnswer(asked) {
  const response = await asked;
  if (!response.ok) throw new AnswerError(response.status);
  return decodeAnswer(await response.arrayBuffer());
}
