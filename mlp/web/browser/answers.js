// Answers on their way to the views that show them. It must not know where they come from, nor in which
// order they may be shown.

/** @import { Answer } from "./messages.js" */

/** @typedef {ReturnType<typeof createAnswers>} Answers */

export function createAnswers() {
  /** @type {Answer | null} */
  let last = null;
  /** @type {Set<(answer: Answer) => void>} */
  const views = new Set();
  return {
    last: () => last,
    /** @param {Answer} answer that all views show from now on */
    show(answer) {
      last = answer;
      for (const view of views) view(answer);
    },
    /** No answer holds any more; the views wait for the next one. */
    forget() {
      last = null;
    },
    /**
     * Be shown every answer, and the last one at once.
     *
     * @param {(answer: Answer) => void} view
     * @returns {() => void} stops it
     */
    follow(view) {
      views.add(view);
      if (last) view(last);
      return () => views.delete(view);
    },
  };
}

/** What a training's network answered at the checkpoint that is looked at. */
export const checkpointAnswers = createAnswers();
