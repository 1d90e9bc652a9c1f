// The hub of a page: asks the server for answers, to new ink or as things are, and hands them to all
// views in their order. It must not know what a view shows, nor how ink gets onto a pad.

import { createAnswers } from "./answers.js";
import { createLine, VersionError } from "./line.js";
import { Asked, decodeAnswer, decodeJson, decodeReply, encodeRequest, fromHex } from "./messages.js";

/** @import { Line, Mode } from "./line.js" */
/** @import { Answer, Request, Reply } from "./messages.js" */

/**
 * The drawing surface of the page.
 *
 * @typedef {object} Pad
 * @property {() => Uint8Array} readRaster
 * @property {() => boolean} isDown
 * @property {() => boolean} isEmpty
 * @property {() => number} revision of the picture that is drawn on
 * @property {(sequence: number) => void} showSent
 * @property {(mode: Mode) => void} showMode
 */

/**
 * @typedef {object} Page what Python knows of the visitor
 * @property {string} token hexadecimal
 * @property {number} changes counted up when something but ink changed the answer
 */

/** @typedef {Record<string, any>} Details see mlp/web/server/details.py */
/** @typedef {"centre" | "invert"} Switch */

const TIMEOUT_MS = 3000;
const SLOW_MS = 40; // an answer that takes longer comes over a slow line
const DEPTH_OF_SLOW = 3; // requests that are then under way at once
const SMOOTHING = 0.3; // share of the newest time in the mean
const FIRST_RETRY_MS = 300;
const LONGEST_RETRY_MS = 10_000;
const RELOADED = "glassbox:reloaded";

/**
 * @param {(address: string, onMode: (mode: Mode) => void) => Line} connect
 */
export function createHub(connect = createLine) {
  /** @type {Line | null} */
  let line = null;
  /** @type {Uint8Array | null} */
  let token = null;
  let tokenText = "";
  let changes = -1;
  /** @type {Pad | null} */
  let pad = null;
  let sequence = 0;
  let isInkDue = false;
  let isCurrentDue = false;
  let lastInk = 0; // sequence of the ink sent last
  let lastInkMs = 0;
  let numUnderWay = 0; // requests with ink
  let takesMs = 0; // mean time until an answer comes
  let isServerBusy = false;
  let retryMs = FIRST_RETRY_MS;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let encoding = Promise.resolve(); // ink leaves in its order
  /** @type {Details | null} */
  let details = null;
  let detailsOf = -1; // number of the answer whose details were asked for
  const answers = createAnswers();
  /** @type {Set<(details: Details) => void>} */
  const detailViews = new Set();

  const isSlow = () => takesMs > SLOW_MS && !isServerBusy;

  /**
   * @param {Omit<Request, "sequence" | "revision" | "token">} asked
   * @returns {Promise<Reply>}
   */
  async function request(asked) {
    if (!line || !token) throw new Error("there is no line yet");
    const number = ++sequence;
    const wholeRequest = {
      ...asked, token, sequence: number, revision: pad?.revision() ?? 0, isSlow: isSlow(),
    };
    const encoded = encoding.then(() => encodeRequest(wholeRequest));
    encoding = encoded.then(() => undefined, () => undefined);
    const bytes = await encoded;
    const startedMs = performance.now();
    const reply = await decodeReply(await inTime(line.exchange(bytes, number)));
    const tookMs = performance.now() - startedMs;
    takesMs = takesMs ? takesMs + SMOOTHING * (tookMs - takesMs) : tookMs;
    isServerBusy = reply.isBusy;
    retryMs = FIRST_RETRY_MS;
    return reply;
  }

  /** Send what is due as soon as the line is free for it. */
  function pump() {
    clearTimeout(timer);
    if (!line || !token) return;
    if (isInkDue && pad) {
      if (line.mode() === "busy" && pad.isDown()) return; // only what a drawing ended as
      const depth = isSlow() ? DEPTH_OF_SLOW : 1;
      const waitMs = lastInkMs + takesMs / depth - performance.now();
      if (numUnderWay >= depth) return;
      if (numUnderWay && waitMs > 1) timer = setTimeout(pump, waitMs); // spread evenly
      else sendInk(pad);
    } else if (isCurrentDue && numUnderWay === 0) {
      sendCurrent();
    }
  }

  async function sendInk(/** @type {Pad} */ from) {
    isInkDue = isCurrentDue = false;
    lastInk = sequence + 1;
    lastInkMs = performance.now();
    from.showSent(lastInk);
    await settle(request({ asked: Asked.INK, raster: from.readRaster(), isDown: from.isDown() }), lastInk);
  }

  async function sendCurrent() {
    isCurrentDue = false;
    await settle(request({ asked: Asked.CURRENT }), 0);
  }

  /** @param {Promise<Reply>} replying @param {number} ink its sequence; 0: none */
  async function settle(replying, ink) {
    numUnderWay += 1;
    try {
      const { content } = await replying;
      numUnderWay -= 1;
      take(decodeAnswer(content));
      pump();
    } catch (error) {
      numUnderWay -= 1;
      if (error instanceof VersionError) {
        reloadOnce();
        return;
      }
      if (ink === 0) isCurrentDue = true;
      else if (ink === lastInk) isInkDue = true; // unless there is newer ink, it is due again
      clearTimeout(timer);
      timer = setTimeout(pump, retryMs);
      retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
    }
  }

  function take(/** @type {Answer} */ newer) {
    if (newer.number <= (answers.last()?.number ?? 0)) return;
    answers.show(newer);
    askForDetails();
  }

  async function askForDetails() {
    const answer = answers.last();
    if (!answer?.isSettled || isInkDue || !detailViews.size || detailsOf === answer.number) return;
    const { number } = answer;
    detailsOf = number;
    try {
      const { content } = await request({ asked: Asked.DETAILS });
      if (detailsOf !== number) return;
      details = /** @type {Details} */ (decodeJson(content));
      for (const show of detailViews) show(details);
    } catch {
      if (detailsOf === number) detailsOf = -1; // asked for again with the next answer
    }
  }

  return {
    /**
     * Take what Python says; `refresh` or `offerInk` then asks for an answer.
     *
     * @param {string} address of the channel, absolute
     * @param {Page} page
     * @returns {{isOther: boolean, isChanged: boolean}} whether the visitor is another one to the
     *   server, and whether the last answer does not hold any more
     */
    use(address, page) {
      line ??= connect(address, (mode) => {
        pad?.showMode(mode);
        pump();
      });
      const isOther = page.token !== tokenText;
      if (isOther) {
        [token, tokenText, details, detailsOf] = [fromHex(page.token), page.token, null, -1];
        answers.forget();
        line.again();
      }
      const isChanged = isOther || page.changes !== changes;
      changes = page.changes;
      return { isOther, isChanged };
    },
    /** @param {Pad} newPad */
    attach(newPad) {
      pad = newPad;
      pad.showSent(sequence);
      pad.showMode(line?.mode() ?? "http");
      return () => {
        if (pad === newPad) pad = null;
      };
    },
    pad: () => pad,
    /** There is newer ink on the pad, or its pen is up. */
    offerInk() {
      isInkDue = true;
      pump();
    },
    /** Something may have become another: ask for the answer as it is. */
    refresh() {
      isCurrentDue = true;
      pump();
    },
    answer: answers.last,
    follow: answers.follow,
    /**
     * Be shown the details of each settled digit; they are asked for only while somebody follows.
     *
     * @param {(details: Details) => void} show
     * @returns {() => void} stops it
     */
    followDetails(show) {
      detailViews.add(show);
      if (details) show(details);
      else askForDetails();
      return () => detailViews.delete(show);
    },
    /** @param {Switch} name @param {boolean} isOn */
    async setSwitch(name, isOn) {
      await settle(request({ asked: Asked.SWITCH, [name]: isOn }), 0);
    },
    /** @param {"link"} _what @returns {Promise<string | null>} null: nothing is drawn */
    async ask(_what) {
      return decodeJson((await request({ asked: Asked.LINK })).content);
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

/** A server of another version: this page's files are old. */
function reloadOnce() {
  if (sessionStorage.getItem(RELOADED)) return;
  sessionStorage.setItem(RELOADED, "yes");
  location.reload();
}

export const hub = createHub();
