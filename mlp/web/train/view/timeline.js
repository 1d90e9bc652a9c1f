// The timeline: a slider over the checkpoints, its buttons, marks and words. It must not know what a
// place shows.

import { find } from "../../browser/dom.js";
import { describe, nameButton, say } from "../../browser/words.js";
import { checkpointAt } from "../checkpoint.js";
import { lastPlace } from "./place.js";
import { isOver, statusOf } from "./store.js";
import { momentText, ticksOf } from "./texts.js";

/** @import { TrainingStore } from "../../browser/training_store.js" */

/** Checkpoints a second. @type {Record<string, number>} */
const SPEEDS = { slow: 2, normal: 5, fast: 15 };

/**
 * @typedef {object} Shown
 * @property {TrainingStore} store
 * @property {number | null} place
 * @property {boolean} isFilmOn
 * @property {any} words
 */

/**
 * @typedef {object} Hand what the visitor does
 * @property {(place: number) => void} take
 * @property {(steps: number) => void} step
 * @property {() => void} toBack to “now”
 * @property {() => void} toggleFilm
 */

/** @param {HTMLElement} root @param {Hand} hand */
export function createTimeline(root, hand) {
  const part = (/** @type {string} */ name) => find(root, `.${name}`);
  const button = (/** @type {string} */ name) => /** @type {HTMLButtonElement} */ (part(name));
  const slider = /** @type {HTMLInputElement} */ (part("slider"));
  const speed = /** @type {HTMLSelectElement} */ (part("speed"));
  let ticked = ""; // what the marks were made of

  button("play").onclick = hand.toggleFilm;
  button("before").onclick = () => hand.step(-1);
  button("after").onclick = () => hand.step(1);
  button("back").onclick = hand.toBack;
  slider.oninput = () => hand.take(Number(slider.value));
  slider.onkeydown = (event) => {
    if (event.key !== " ") return;
    event.preventDefault(); // the page would scroll
    hand.toggleFilm();
  };

  function showTicks(/** @type {TrainingStore} */ store, /** @type {string} */ epochWord) {
    const ticks = ticksOf(store);
    const name = `${store.checkpoints.length} ${ticks.length}`;
    if (name === ticked) return;
    ticked = name;
    part("ticks").replaceChildren(...ticks.map(({ at, epoch, isLabelled }, number) => {
      const tick = document.createElement("i");
      tick.style.setProperty("--at", String(at));
      const word = document.createElement("span");
      word.textContent = number === 0 ? epochWord : "";
      if (isLabelled) tick.append(word, ` ${epoch}`);
      return tick;
    }));
  }

  return {
    periodMs: () => 1000 / SPEEDS[speed.value],
    sayNames(/** @type {any} */ words) {
      describe(part("timeline"), words.timeline);
      describe(slider, words.slider);
      nameButton(speed, words.speed);
      nameButton(button("before"), words.before);
      nameButton(button("after"), words.after);
      if (speed.options.length) return;
      const options = Object.keys(SPEEDS).map((name) =>
        new Option(words.speeds[name], name, false, name === "normal"));
      speed.append(...options);
    },
    show(/** @type {Shown} */ { store, place, isFilmOn, words }) {
      const last = lastPlace(store);
      const index = place ?? last;
      slider.max = String(last);
      slider.value = String(index);
      slider.style.setProperty("--share", String(last ? index / last : 1));
      slider.disabled = button("play").disabled = last === 0;
      button("before").disabled = index === 0;
      button("after").disabled = button("back").disabled = place === null;
      const isAtEnd = isOver(statusOf(store));
      say(button("back"), isAtEnd ? words.backToEnd : words.back);
      nameButton(button("play"), isFilmOn ? words.pause : words.play);
      const moment = momentText(checkpointAt(store, place), store.report, words);
      const isNewest = place === null && store.checkpoints.length > 1;
      const mark = isNewest ? ` · ${isAtEnd ? words.isLast : words.isNow}` : "";
      say(part("what"), moment);
      say(part("mark"), mark);
      slider.setAttribute("aria-valuetext", moment + mark);
      showTicks(store, words.epoch);
    },
  };
}
