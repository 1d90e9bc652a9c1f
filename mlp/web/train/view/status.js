// How a training stands and its figures, in their elements. It must not know how they are fetched.

import { find } from "../../browser/dom.js";
import { count } from "../../browser/numbers.js";
import { served } from "../../browser/address.js";
import { describe, fill, say } from "../../browser/words.js";
import { checkpointAt } from "../checkpoint.js";
import { statusOf } from "./store.js";
import { FIGURES, figureTexts, messageText, paceText, statusText, whenText } from "./texts.js";

/** @import { TrainingStore } from "../../browser/training_store.js" */

/** @typedef {{path: string, told: string, label: string}} Recorded a film for those who wait */

/** @param {HTMLElement} root */
export function createStatus(root) {
  const part = (/** @type {string} */ name) => find(root, `.${name}`);
  const showFigures = createFigures(part("figures"));

  function showProgress(/** @type {any} */ report, /** @type {any} */ words) {
    const [numImages, totalImages] = [report?.numImages ?? 0, report?.totalImages ?? 0];
    const share = totalImages ? numImages / totalImages : 0;
    const bar = part("progress");
    bar.style.setProperty("--share", String(share));
    bar.setAttribute("aria-valuenow", String(Math.floor(share * 100)));
    const text = fill(words.progressValue, { images: count(numImages), total: count(totalImages) });
    bar.setAttribute("aria-valuetext", text);
    say(part("pace"), report ? paceText(report, words) : "");
  }

  /** Show the film of a recorded training as long as it is waited for; it is fetched only then. */
  function showRecorded(/** @type {Recorded | null} */ recorded, /** @type {boolean} */ isWaiting) {
    const figure = part("recorded");
    const image = find(figure, "img");
    figure.hidden = !recorded || !isWaiting;
    if (!recorded || !isWaiting || image.src === served(recorded.path)) return;
    image.src = served(recorded.path);
    image.alt = recorded.label;
    say(find(figure, "figcaption"), recorded.told);
  }

  return {
    showRecorded,
    sayNames(/** @type {any} */ words) {
      describe(part("progress"), words.progress);
      say(part("unreachable"), words.unreachable);
    },
    show(/** @type {TrainingStore} */ store, /** @type {number | null} */ place, /** @type {any} */ words) {
      const status = statusOf(store);
      root.dataset.status = status;
      root.dataset.steps = String(store.report?.numSteps ?? 0);
      say(part("status"), statusText(store, words));
      const message = messageText(store, words);
      say(part("message"), message);
      part("message").hidden = !message;
      root.dataset.told = String(message !== "");
      showProgress(store.report, words);
      const checkpoint = checkpointAt(store, place);
      showFigures(figureTexts(checkpoint, words), words.figures);
      say(part("when"), whenText(checkpoint, { isNow: place === null, status }, words));
    },
    sayConnection(/** @type {boolean} */ isLost) {
      part("unreachable").hidden = !isLost;
      root.dataset.connection = isLost ? "lost" : "live";
    },
  };
}

/** @param {HTMLElement} list @returns shows figures and their names */
function createFigures(list) {
  const rows = FIGURES.map((figure) => {
    const group = document.createElement("div");
    group.dataset.figure = figure;
    const name = document.createElement("dt");
    const value = document.createElement("dd");
    const note = document.createElement("dd");
    note.className = "note";
    group.append(name, value, note);
    return { figure, group, name, value, note };
  });
  list.replaceChildren(...rows.map(({ group }) => group));
  return (/** @type {ReturnType<typeof figureTexts>} */ texts, /** @type {Record<string, string>} */ names) => {
    for (const { figure, group, name, value, note } of rows) {
      say(name, names[figure]);
      say(value, texts[figure].value);
      say(note, texts[figure].note);
      group.title = texts[figure].note; // where there is no room for it
      group.classList.toggle("bad", texts[figure].isBad);
    }
  };
}
