// The hub of a page: asks the server for answers, to new ink or as things are, and hands them to all
// views in their order. It must not know what a view shows, nor how ink gets onto a pad.

import { createAnswers } from "./answers.js";
import { VersionError } from "./line.js";
import { Asked, decodeAnswer, decodeJson } from "./messages.js";
import { createRequests } from "./requests.js";

/** @import { Mode } from "./line.js" */
/** @import { Answer, Reply, Request, Target, Verdict } from "./messages.js" */
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
 * @property {number | null} oodScore above 0 it does not look like a digit; null if that was not asked
 * @property {{row: number, column: number, difference: number} | null} missing where ink would speak
 *   most for the other digit of the answer's why, and what their difference would then be
 * @property {Reminder[]} reminders the real digits most like it, the nearest first
 * @property {Sheet | null} sheet null if it is not from a picture
 */

/**
 * All digits of a picture.
 *
 * @typedef {object} Sheet
 * @property {SheetDigit[]} digits in reading order
 * @property {number} numFound read or not
 * @property {boolean} isWhole the picture was read as one, however many digits are on it
 * @property {number} chosen number of the active digit
 */
/** @typedef {{number: number, box: number[], picture: PackedPixels, verdict: Verdict}} SheetDigit */
/** @typedef {{width: number, height: number, channels: number, pixels: string}} PackedPixels in base64 */
/** @typedef {{index: number, label: number, similarity: number, pixels: string}} Reminder */
/** @typedef {"centre" | "invert"} Switch */
/** @typedef {Omit<Request, "sequence" | "revision" | "token">} Asking */

const FIRST_RETRY_MS = 300;
const LONGEST_RETRY_MS = 10_000;
const RELOADED = "glassbox-reloaded";

/** @param {Connect} [connect] */
export function createHub(connect) {
  /** @type {Pad | null} */
  let pad = null;
  let changes = -1;
  const due = { ink: false, current: false };
  const whyNot = createQuestion((/** @type {number | null} */ against) => ({ asked: Asked.WHY_NOT, against }), pump);
  const slopes = createQuestion((/** @type {Target | null} */ target) => ({ asked: Asked.SLOPES, target }), pump);
  const questions = [whyNot, slopes];
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
    for (const question of questions) {
      if (!question.isDue() || numUnderWay >= requests.depth()) continue;
      settle(requests.send(question.take()), question.again);
    }
    if (!due.ink || !pad) {
      if (due.current && numUnderWay === 0) sendCurrent();
      return;
    }
    if (requests.mode() === "busy" && pad.isDown()) return; // only what a drawing ended as
    if (numUnderWay >= requests.depth()) return;
    const waitMs = lastInkMs + requests.apartMs() - performance.now();
    if (numUnderWay && waitMs > 1) timer = setTimeout(pump, waitMs);
    else sendInk(pad);
  }

  function sendInk(/** @type {Pad} */ from) {
    due.ink = due.current = false;
    const ink = requests.next();
    [lastInk, lastInkMs] = [ink, performance.now()];
    from.showSent(ink);
    const asked = { asked: Asked.INK, raster: from.readRaster(), isDown: from.isDown() };
    settle(requests.send(asked), () => (due.ink ||= ink === lastInk));
  }

  function sendCurrent() {
    due.current = false;
    settle(requests.send({ asked: Asked.CURRENT }), askCurrent);
  }

  function askCurrent() {
    due.current = true;
  }

  /**
   * @param {Promise<Reply>} replying
   * @param {() => void} onLost no reply comes: it is to be asked again
   */
  async function settle(replying, onLost) {
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
      onLost();
      clearTimeout(timer);
      timer = setTimeout(pump, retryMs);
      retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
    }
  }

  function take(/** @type {Answer} */ newer) {
    if (newer.number <= (answers.last()?.number ?? 0)) return;
    answers.show(newer);
    details.ask(newer.isSettled && !due.ink ? newer : null);
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
        for (const question of questions) question.renew();
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
      due.ink = true;
      pump();
    },
    /** Something may have become another: ask for the answer as it is. */
    refresh() {
      askCurrent();
      pump();
    },
    answer: answers.last, follow: answers.follow, followDetails: details.follow,
    /** @param {Switch} name @param {boolean} isOn */
    setSwitch: (name, isOn) => settle(requests.send({ asked: Asked.SWITCH, [name]: isOn }), askCurrent),
    /** Ask why it is not another digit: answers then compare with that one, until it is let go (null). */
    askWhyNot: whyNot.ask,
    /** @returns {number | null} the digit that is asked about; null: the runner-up, unasked */
    askedWhyNot: whyNot.asked,
    /** Ask what would be learned if it were a digit: answers then carry the errors, until nobody wants them. */
    askSlopes: slopes.ask,
    /** @returns {Promise<string | null>} the digit packed for an address; null: nothing is drawn */
    link: async () => decodeJson((await requests.send({ asked: Asked.LINK })).content),
  };
}

/**
 * Something that answers are to say besides: asked once, again by another visitor, until it is let go.
 *
 * @template Value
 * @param {(value: Value | null) => Asking} requestFor a value; null: let it go
 * @param {() => void} onDue
 */
function createQuestion(requestFor, onDue) {
  /** @type {Value | null} */
  let asked = null;
  let isDue = false;
  return {
    /** @returns {Value | null} null: nothing */
    asked: () => asked,
    isDue: () => isDue,
    /** @param {Value | null} value null: let it go */
    ask(value) {
      if (value === asked) return;
      [asked, isDue] = [value, true];
      onDue();
    },
    /** @returns {Asking} what is to be sent now */
    take() {
      isDue = false;
      return requestFor(asked);
    },
    /** What was sent is lost. */
    again() {
      isDue = true;
    },
    /** Somebody else is to be asked, who knows nothing yet. */
    renew() {
      isDue = asked !== null;
    },
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
