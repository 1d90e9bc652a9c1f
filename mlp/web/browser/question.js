// Something that answers are to say besides: asked once, again by another visitor, until it is let go. It
// must not know when it can be sent, nor what becomes of it.

/** @import { Request } from "./messages.js" */

/** @typedef {Omit<Request, "sequence" | "revision" | "token">} Asking */

/**
 * @template Value
 * @param {(value: Value | null) => Asking} requestFor a value; null: let it go
 * @param {() => void} onDue
 */
export function createQuestion(requestFor, onDue) {
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
