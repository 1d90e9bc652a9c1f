// How ink leaves the pad: live over the channel while the pen moves, as component state when it
// lifts, and through Python where there is no channel. It must not know what the ink shows.

import { announce, listen } from "../../browser/events.js";
import { CLOSE_BUSY, CLOSE_IDLE, decodeAnswer, encodeUpdate, toBase64 } from "../../browser/messages.js";
import { RASTER_PX } from "./history.js";

/** @import { Answer, Update } from "../../browser/messages.js" */

/** @typedef {"live" | "rerun" | "busy"} Mode */

/**
 * @typedef {object} Visitor whose ink it is
 * @property {string} session
 * @property {string} token hexadecimal
 * @property {string} path of the channel
 * @property {boolean} centre
 * @property {boolean} invert
 */

/**
 * @typedef {object} InkFacts what is said of the ink beside its raster
 * @property {boolean} isDown whether the pen is
 * @property {number} revision of Python's that it is drawn on
 * @property {boolean} isRestored it is what a reload brought back, untouched
 */

/** @typedef {(name: "ink" | "draft", value: any) => void} SetState */

const ANSWER_TIMEOUT_MS = 3000;
const FIRST_REPORT_TIMEOUT_MS = 4000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
const BUSY_RETRY_MS = 20_000;

/**
 * @param {() => Uint8Array} readRaster
 * @param {() => InkFacts} describe
 * @param {(sequence: number) => void} showSent
 * @param {(mode: Mode) => void} showMode
 */
export function createSender(readRaster, describe, showSent, showMode) {
  /** @type {Visitor} */
  let visitor;
  /** @type {SetState} */
  let setState;
  let sequence = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let reportTimer;
  let reportTimeoutMs = FIRST_REPORT_TIMEOUT_MS;

  const channel = createChannel(
    (answer) => announce("answer", { session: visitor.session, revision: describe().revision, answer }),
    (update) => setState("draft", stateOf(update.raster, update.sequence)),
    showMode,
  );
  const stopListening = listen("settled", (answered) => {
    channel.acknowledge(answered);
    if (answered < sequence) return;
    clearTimeout(reportTimer);
    reportTimeoutMs = FIRST_REPORT_TIMEOUT_MS;
  });

  /** @param {number} number */
  function count(number) {
    sequence = number;
    showSent(sequence);
  }

  /** @param {Uint8Array} raster @param {number} number the sequence's */
  function stateOf(raster, number) {
    const { revision, isRestored } = describe();
    return { ink: toBase64(raster), sequence: number, revision, isRestored };
  }

  function report() {
    channel.handOver();
    count(sequence + 1);
    setState("ink", stateOf(readRaster(), sequence));
    clearTimeout(reportTimer);
    reportTimer = setTimeout(() => {
      reportTimeoutMs *= 2;
      if (!describe().isDown) report();
    }, reportTimeoutMs);
  }

  return {
    /** @param {Visitor} newVisitor @param {SetState} newSetState */
    use(newVisitor, newSetState) {
      [visitor, setState] = [newVisitor, newSetState];
      channel.use(visitor.path);
    },
    /** Number what is sent from here on, so that it is newer than all before. */
    startAfter: count,
    sequence: () => sequence,
    /** Send the newest ink as soon as the channel is free for it. */
    sendLive() {
      channel.offer(() => {
        count(sequence + 1);
        const { token, centre, invert } = visitor;
        const bytes = Uint8Array.from(token.match(/../g) ?? [], (pair) => parseInt(pair, 16));
        return {
          raster: readRaster(), side: RASTER_PX, sequence, token: bytes, centre, invert,
          isDown: describe().isDown,
        };
      });
    },
    /** Hand the finished ink to Python; again and again, ever slower, while the server is away. */
    report,
    /** Python has a newer picture: the one that was reported is not wanted any more. */
    stopReporting: () => clearTimeout(reportTimer),
    stop() {
      clearTimeout(reportTimer);
      stopListening();
      channel.stop();
    },
  };
}

/**
 * The connection to the server: at most one update in flight, the newest ink next, the last one
 * always. Where no WebSocket is to be had the updates go through Python, one in flight as well.
 *
 * @param {(answer: Answer) => void} onAnswer
 * @param {(update: Update) => void} sendDraft the same through Python
 * @param {(mode: Mode) => void} showMode
 */
export function createChannel(onAnswer, sendDraft, showMode) {
  /** @type {WebSocket | null} */
  let socket = null;
  /** @type {string | null} */
  let path = null;
  /** @type {Mode} */
  let mode = "rerun";
  /** @type {(() => Update) | null} */
  let makeUpdate = null; // makes the update of the newest ink that is not sent yet
  /** @type {(() => Update) | null} */
  let madeInFlight = null; // made the one in flight
  /** @type {number | null} */
  let inFlight = null; // the sequence number of the one in flight
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timeout;
  let retryMs = FIRST_RETRY_MS;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retry;
  let isStopped = false;

  function setMode(/** @type {Mode} */ newMode) {
    mode = newMode;
    showMode(mode);
  }

  function connect() {
    const opened = new WebSocket(new URL(path ?? "", location.href.replace(/^http/, "ws")));
    socket = opened;
    opened.binaryType = "arraybuffer";
    opened.onopen = () => {
      lose();
      setMode("live");
      flush();
    };
    opened.onmessage = (event) => {
      let answer;
      try {
        answer = decodeAnswer(event.data);
      } catch {
        opened.close(); // a server of another version: the way through Python may still work
        return;
      }
      retryMs = FIRST_RETRY_MS;
      land();
      onAnswer(answer);
      flush();
    };
    opened.onclose = (event) => {
      socket = null;
      if (isStopped) return;
      if (event.code === CLOSE_IDLE) return; // the next ink connects again
      const isBusy = event.code === CLOSE_BUSY;
      if (mode === "live") lose(); // otherwise the one in flight goes through Python
      setMode(isBusy ? "busy" : "rerun");
      retry = setTimeout(connect, isBusy ? BUSY_RETRY_MS * (1 + Math.random()) : retryMs);
      retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
      flush();
    };
  }

  function land() {
    inFlight = null;
    clearTimeout(timeout);
  }

  /** The update in flight will not be answered: unless there is newer ink, it is due again. */
  function lose() {
    if (inFlight !== null) makeUpdate ??= madeInFlight;
    land();
  }

  function flush() {
    if (makeUpdate === null || inFlight !== null || mode === "busy") return;
    if (mode === "live" && socket === null) {
      connect();
      return;
    }
    if (mode === "live" && socket?.readyState !== WebSocket.OPEN) return;
    const update = makeUpdate();
    [madeInFlight, makeUpdate] = [makeUpdate, null];
    inFlight = update.sequence;
    timeout = setTimeout(() => {
      lose();
      flush();
    }, ANSWER_TIMEOUT_MS);
    if (mode === "live") socket?.send(encodeUpdate(update));
    else sendDraft(update);
  }

  return {
    /** @param {() => Update} newMakeUpdate */
    offer(newMakeUpdate) {
      makeUpdate = newMakeUpdate;
      flush();
    },
    /** @param {string} newPath */
    use(newPath) {
      if (path !== null) return;
      path = newPath;
      setMode("rerun");
      connect();
    },
    /** The newest ink goes to Python as a report: there it is not needed twice. */
    handOver() {
      if (mode !== "live") makeUpdate = null;
    },
    /** @param {number} answered sequence of an answer that came from Python */
    acknowledge(answered) {
      if (mode !== "rerun" || inFlight === null || answered < inFlight) return;
      land();
      flush();
    },
    stop() {
      isStopped = true;
      clearTimeout(retry);
      clearTimeout(timeout);
      socket?.close();
    },
  };
}
