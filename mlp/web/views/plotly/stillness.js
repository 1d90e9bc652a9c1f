// When the page's line and its only thread can be spared. It must not know what waits for that.

/** @import { Answer } from "../../browser/messages.js" */

const STILL_MS = 800;
const AFTER_PRESS_MS = 1500; // most people begin their next stroke sooner

/**
 * Watch whether somebody draws. To evaluate Plotly takes most of a second, on a phone five, in which
 * a stroke just begun would freeze.
 *
 * @param {{follow: (onAnswer: (answer: Answer) => void) => unknown}} hub
 */
export function watchStillness(hub) {
  const isStill = createGate(STILL_MS); // nobody has pressed anything for a moment, or there is a digit
  const isCalm = createGate(AFTER_PRESS_MS);
  const isAnswered = createGate(0);
  let isPicture = false; // the digit is one that nobody draws
  isStill.openLater();
  isCalm.open();

  const press = () => {
    isStill.pause();
    if (!isPicture) isCalm.close();
  };
  const release = () => {
    isStill.openLater();
    isCalm.openLater();
  };
  document.addEventListener("pointerdown", press, { capture: true });
  document.addEventListener("pointerup", release, { capture: true });
  document.addEventListener("pointercancel", release, { capture: true });

  hub.follow((answer) => {
    isAnswered.open();
    const isDigit = answer.stages.length > 0;
    isPicture = isDigit && answer.source === "other";
    if (!answer.isSettled) isCalm.close(); // perhaps it is drawn with keys
    else if (isPicture) isCalm.open();
    else isCalm.openLater();
    if (answer.isSettled && isDigit) isStill.open();
  });

  return {
    /**
     * Wait until charts may be fetched: the page has its first answer, and nobody has pressed anything
     * for a moment, or there is a digit.
     */
    async still() {
      await isAnswered.passed();
      await isStill.passed();
    },
    /** Wait until nobody is in the middle of a drawing. */
    calm: isCalm.passed,
  };
}

/** @param {number} waitMs after which it opens by itself, once it is asked to */
function createGate(waitMs) {
  let isOpen = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {(() => void)[]} */
  let waiting = [];

  const pause = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const open = () => {
    pause();
    isOpen = true;
    for (const pass of waiting) pass();
    waiting = [];
  };
  return {
    open,
    pause,
    close() {
      pause();
      isOpen = false;
    },
    openLater() {
      pause();
      if (!isOpen) timer = setTimeout(open, waitMs);
    },
    passed: () => new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
      if (isOpen) resolve();
      else waiting.push(resolve);
    }),
  };
}
