// The order in which views may show answers. It must not know what they show.

import { announce, listen } from "./events.js";
import { decodeAnswer, fromBase64 } from "./messages.js";

/** @import { Answer } from "./messages.js" */

/**
 * An answer as Python gives it to a component.
 *
 * @typedef {object} SettledAnswer
 * @property {string} session
 * @property {number} revision counted up by Python
 * @property {string} answer bytes in base64
 */

/**
 * Let a view show answers in their order only, whether they come live from the pad or settled from
 * Python: of one session nothing older than what is shown, by Python's revision and the pad's
 * sequence number.
 *
 * @param {(answer: Answer, isLive: boolean) => void} show
 */
export function createFollower(show) {
  let shown = { session: "", revision: -1, sequence: -1 };
  let settled = "";

  /** @param {string} session @param {number} revision @param {Answer} answer @param {boolean} isLive */
  function offer(session, revision, answer, isLive) {
    if (session === shown.session) {
      if (revision < shown.revision) return;
      if (revision === shown.revision && answer.sequence < shown.sequence) return;
    } else if (isLive && shown.session !== "") {
      return; // the pad still belongs to a session that Python has replaced
    }
    shown = { session, revision, sequence: answer.sequence };
    show(answer, isLive);
  }

  const stop = listen("answer", ({ session, revision, answer }) =>
    offer(session, revision, answer, true));
  return {
    stop,
    /**
     * Take what Python sent; the same again is not drawn again.
     *
     * @param {SettledAnswer} data
     */
    settle(data) {
      const name = `${data.session} ${data.revision} ${data.answer}`;
      if (name === settled) return;
      settled = name;
      const answer = decodeAnswer(fromBase64(data.answer).buffer);
      offer(data.session, data.revision, answer, false);
      announce("settled", answer.sequence);
    },
  };
}
