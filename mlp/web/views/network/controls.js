// The buttons and keys of the slow signal. It must not know what is shown meanwhile.

import { find } from "../../browser/dom.js";
import { listen } from "../../browser/events.js";
import { nameButton, say } from "../../browser/words.js";

/** @typedef {ReturnType<typeof import("./player.js").createPlayer>} Player */

/**
 * Let the signal run, rest, and go step by step. While it runs, a click on the picture lets it rest
 * or go on, and nothing is pointed at.
 *
 * @param {HTMLElement} root
 * @param {Player} player
 * @param {() => void} onStart the visitor wants to see it
 */
export function createControls(root, player, onStart) {
  const button = (/** @type {string} */ name) => /** @type {HTMLButtonElement} */ (find(root, `button.${name}`));
  const [back, play, on] = ["back", "play", "on"].map(button);
  const stage = find(root, ".stage");

  play.onclick = () => (player.isSlow() ? player.toggle() : onStart());
  back.onclick = () => player.go(-1);
  on.onclick = () => player.go(1);

  for (const type of ["click", "pointermove"]) {
    stage.addEventListener(type, (event) => {
      if (!player.isSlow()) return;
      event.stopPropagation();
      if (type === "click") player.toggle();
    }, { capture: true });
  }

  // Whoever shows the page to others goes through it step by step, whatever has the focus.
  const stopListening = listen("show-step", (by) => {
    if (by === 0) player.stop();
    if (by === 0 || play.disabled) return;
    const isFirst = !player.isSlow();
    if (isFirst) onStart();
    player.go(isFirst || by < 0 ? -1 : 1);
  });

  root.addEventListener("keydown", (event) => {
    if (!player.isSlow() || !act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true });

  /** @param {KeyboardEvent} event @returns {boolean} whether the key means something here */
  function act({ key, target }) {
    if (key === "ArrowLeft" || key === "ArrowRight") player.go(key === "ArrowLeft" ? -1 : 1);
    else if (key === "Escape") player.stop();
    else if (key === " " && !(target instanceof HTMLButtonElement)) player.toggle();
    else return false;
    return true;
  }

  return {
    stop: stopListening,
    /** @param {any} words @param {boolean} isPossible whether there is something to be seen */
    show(words, isPossible) {
      const playing = player.isSlow() ? player.at() : null;
      root.toggleAttribute("data-playing", playing !== null);
      root.toggleAttribute("data-halted", playing === null || playing.isPaused);
      play.disabled = !isPossible;
      const name = playing ? (playing.isPaused ? words.goOn : words.pause) : words.play;
      nameButton(play, name);
      say(find(play, "span"), playing ? "" : words.play);
      nameButton(back, words.back);
      nameButton(on, words.on);
    },
  };
}
