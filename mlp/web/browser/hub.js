// The hub of a page: asks the server for answers, to new ink or as things are, and hands them to all
// views in their order. It must not know what a view shows, nor how ink gets onto a pad.

import { createAnswers } from "./answers.js";
import { VersionError } from "./line.js";
import { Asked, decodeAnswer, decodeJson } from "./messages.js";
import { createRequests } from "./requests.js";

/** @import { Mode } from "./line.js" */
/** @import { Answer, Reply, Verdict } from "./messages.js" */
/** @import { Connect } from "./requests.js" */

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
 * @property {Hand | null} hand of nobody; null: the pad is gone
 */

/**
 * A hand that draws although nobody is there: its strokes go a visitor's way.
 *
 * @typedef {object} Hand
 * @property {(x: number, y: number, width: number) => void} begin shares of the pad's side
 * @property {(points: number[]) => void} extend x, y, x, y, …
 * @property {() => void} end
 * @property {() => void} clear for good: nothing can be undone
 * @property {(place: {x: number, y: number, isDown: boolean} | null) => void} show the hand; null: it goes
 * @property {(isOn: boolean) => void} invite say that the pad is free
 */

/**
 * @typedef {object} Page what Python knows of the visitor
 * @property {string} token hexadecimal
 * @property {number} changes counted up when something but ink changed the answer
 */

/**
 * What is shown of a digit once the pen is up; see mlp/web/server/details.py.
 *
 * @typedef {object} Details
 * @property {number} number of the answer
 * @property {{name: string, width: number, height: number, channels: number, pixels: string}[]} steps
 * @property {boolean} isFixed whether the switches can do nothing
 * @property {Verdict | null} centred null if the switches can do nothing
 * @property {Verdict | null} uncentred
 * @property {number | null} difference of the network run again; null if nothing was drawn
 */
/** @typedef {"centre" | "invert"} Switch */

const FIRST_RETRY_MS = 300;
const LONGEST_RETRY_MS = 10_000;
const RELOADED = "glassbox-reloaded";

/** @param {Connect} [connect] */
export function createHub(connect) {
  /** @type {Pad | null} */
  let pad = null;
  let changes = -1;
  let isInkDue = false;
  let isCurrentDue = false;
  let lastInk = 0; // number of the ink sent last
  let lastInkMs = 0;
  let numUnderWay = 0;
  let retryMs = FIRST_RETRY_MS;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const answers = createAnswers();
  const requests = createRequests(
    () => pad?.revision() ?? 0,
    (mode) => {
      pad?.showMode(mode);
      pump();
    },
    connect,
  );
  const details = createDetails(async () => (await requests.send({ asked: Asked.DETAILS })).content);

  /** Send what is due as soon as the line is free for it. */
  function pump() {
    clearTimeout(timer);
    if (!requests.isReady()) return;
    if (!isInkDue || !pad) {
      if (isCurrentDue && numUnderWay === 0) sendCurrent();
      return;
    }
    if (requests.mode() === "busy" && pad.isDown()) return; // only what a drawing ended as
    if (numUnderWay >= requests.depth()) return;
    const waitMs = lastInkMs + requests.apartMs() - performance.now();
    if (numUnderWay && waitMs > 1) timer = setTimeout(pump, waitMs);
    else sendInk(pad);
  }

  function sendInk(/** @type {Pad} */ from) {
    isInkDue = isCurrentDue = false;
    [lastInk, lastInkMs] = [requests.next(), performance.now()];
    from.showSent(lastInk);
    const asked = { asked: Asked.INK, raster: from.readRaster(), isDown: from.isDown() };
    settle(requests.send(asked), lastInk);
  }

  function sendCurrent() {
    isCurrentDue = false;
    settle(requests.send({ asked: Asked.CURRENT }), 0);
  }

  /** @param {Promise<Reply>} replying @param {number} ink its number; 0: none */
  async function settle(replying, ink) {
    numUnderWay += 1;
    try {
      const { content } = await replying;
      numUnderWay -= 1;
      retryMs = FIRST_RETRY_MS;
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
    details.ask(newer.isSettled && !isInkDue ? newer : null);
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
      const isOther = requests.use(address, page.token);
      if (isOther) {
        answers.forget();
        details.forget();
      }
      const isChanged = isOther || page.changes !== changes;
      changes = page.changes;
      return { isOther, isChanged };
    },
    /** @param {Pad} newPad @returns {() => void} detaches it; what is on it can still be sent */
    attach(newPad) {
      pad = newPad;
      pad.showMode(requests.mode());
      return () => {
        if (pad === newPad) pad = frozen(pad);
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
    followDetails: details.follow,
    /** @param {Switch} name @param {boolean} isOn */
    setSwitch: (name, isOn) => settle(requests.send({ asked: Asked.SWITCH, [name]: isOn }), 0),
    /** @returns {Promise<string | null>} the digit packed for an address; null: nothing is drawn */
    link: async () => decodeJson((await requests.send({ asked: Asked.LINK })).content),
  };
}

/**
 * The details of settled digits, asked for only while somebody follows them.
 *
 * @param {() => Promise<ArrayBuffer>} fetchDetails
 */
function createDetails(fetchDetails) {
  /** @type {Details | null} */
  let last = null;
  /** @type {Answer | null} */
  let settled = null; // whose details are wanted
  let asked = -1; // number of the answer whose details were asked for
  /** @type {Set<(details: Details) => void>} */
  const views = new Set();

  async function ask() {
    if (!settled || !views.size || asked === settled.number) return;
    const { number } = settled;
    asked = number;
    try {
      const content = await fetchDetails();
      if (asked !== number) return;
      last = /** @type {Details} */ (decodeJson(content));
      for (const show of views) show(last);
    } catch {
      if (asked === number) asked = -1; // asked for again with the next answer
    }
  }

  return {
    /** @param {Answer | null} answer null: the pen is down */
    ask(answer) {
      settled = answer;
      ask();
    },
    forget() {
      [last, settled, asked] = [null, null, -1];
    },
    /**
     * Be shown the details of each settled digit, and those of the last one at once.
     *
     * @param {(details: Details) => void} show
     * @returns {() => void} stops it
     */
    follow(show) {
      views.add(show);
      if (last && last.number === settled?.number) show(last);
      else ask();
      return () => views.delete(show);
    },
  };
}

/** @param {Pad} pad that goes @returns {Pad} what was on it */
function frozen(pad) {
  const [raster, isEmpty, revision] = [pad.readRaster(), pad.isEmpty(), pad.revision()];
  return {
    readRaster: () => raster,
    isEmpty: () => isEmpty,
    revision: () => revision,
    isDown: () => false,
    showSent() {},
    showMode() {},
    hand: null,
  };
}

/** A server of another version: this page's files are old. */
function reloadOnce() {
  if (sessionStorage.getItem(RELOADED)) return;
  sessionStorage.setItem(RELOADED, "yes");
  location.reload();
}

export const hub = createHub();
