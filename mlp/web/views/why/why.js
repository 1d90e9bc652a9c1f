// Why this digit and not another: the visitor's ink, painted by what it says, and one sentence made from
// it; both follow the pen. It must not know the pad; the words come from words.py.

import { find, mountOnce } from "../../browser/dom.js";
import { hub } from "../../browser/hub.js";
import { decimals, exact } from "../../browser/numbers.js";
import { describe, fill, say } from "../../browser/words.js";
import { showReminders } from "./near.js";
import { createPainter, SIDE, smoothed } from "./painting.js";
import { boxOf, ninthAt } from "./places.js";
import { receiptOf } from "./receipt.js";
import { figuresOf, sentenceOf, subjectOf } from "./sentences.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { Details } from "../../browser/hub.js" */
/** @import { Answer, Why } from "../../browser/messages.js" */
/** @import { Subject, Words } from "./sentences.js" */

/**
 * @typedef {object} OwnWords
 * @property {string} reminders
 * @property {string} remindersNoDigit
 * @property {string} reminder
 * @property {Record<string, string>} inside by depth
 * @property {string} insideHelp
 * @property {string} picture
 * @property {string} pictureNoDigit
 * @property {string} pictureNothing
 * @property {{name: "for" | "against" | "constant" | "difference", text: string}[]} receipt
 * @property {string} ood
 * @property {string} painted
 */

/**
 * @typedef {object} Data
 * @property {number} scale at which a pixel's voice has its full colour
 * @property {{positive: string, negative: string}} colours
 * @property {"words" | "numbers" | "code"} depth
 * @property {string} code to be filled
 * @property {Words & OwnWords} words
 * @property {boolean} hasInside whether it can be seen which units spoke
 */

/** @param {Component<Data>} component */
export default function mountWhy(component) {
  return mountOnce(component, ".why", createWhy);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createWhy(root) {
  const part = (/** @type {string} */ name) => find(root, `.${name}`);
  const canvas = find(root, "canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const painting = new ImageData(SIDE, SIDE);
  /** @type {Data} */
  let data;
  /** @type {ReturnType<typeof createPainter>} */
  let paint;
  /** @type {Answer | null} */
  let answer = null;
  /** @type {Details | null} */
  let details = null;
  let place = "all"; // that was named last
  /** @type {(() => void)[]} */
  let stops = [];

  function show() {
    const { words } = data;
    const subject = subjectOf(answer);
    const why = answer?.why ?? null;
    const settled = answer?.isSettled && details?.number === answer.number ? details : null;
    const image = answer?.stages[0] ?? new Float32Array(SIDE * SIDE);
    const voices = why && subject !== "noDigit" ? smoothed(why.pixels, image) : null;
    paint(painting.data, image, voices, data.scale);
    context.putImageData(painting, 0, 0);
    const painted = why && voices ? { why, image, voices } : null;
    const sentence = sentenceOf(subject, painted, settled?.oodScore ?? null, words, place);
    place = sentence.place;
    showTitle(part("title"), words.titles[subject], why);
    say(part("sentence"), sentence.text);
    describe(canvas, labelOf(subject, why, words));
    showMissing(subject, why, image, settled);
    showNumbers(subject, why, settled);
    showNear(subject, settled);
    root.dataset.kind = subject;
    root.dataset.digit = String(why?.digit ?? "none");
    root.dataset.against = String(why?.against ?? "none");
    root.dataset.settled = String(settled !== null);
    root.toggleAttribute("data-asked", hub.askedWhyNot() !== null);
  }

  /** Where ink would speak for the other digit: a ring on the paper, and a sentence. */
  function showMissing(
    /** @type {Subject} */ subject,
    /** @type {Why | null} */ why,
    /** @type {Float32Array} */ image,
    /** @type {Details | null} */ settled,
  ) {
    const missing = subject === "decided" || subject === "undecided" ? settled?.missing : null;
    const box = boxOf(image);
    const spot = part("spot");
    spot.hidden = !missing;
    if (!missing || !box) {
      say(part("missing"), "");
      return;
    }
    spot.style.left = `${(100 * (missing.column + 0.5)) / SIDE}%`;
    spot.style.top = `${(100 * (missing.row + 0.5)) / SIDE}%`;
    const words = data.words;
    const where = words.places[ninthAt(missing.row, missing.column, box)];
    const sentence = missing.difference < 0 ? words.missingWins : words.missing;
    say(part("missing"), fill(sentence, { ...figuresOf(why), place: where }));
  }

  function showNumbers(
    /** @type {Subject} */ subject,
    /** @type {Why | null} */ why,
    /** @type {Details | null} */ settled,
  ) {
    const { words, depth, code } = data;
    const isPainted = depth !== "words" && why !== null && subject !== "noDigit";
    const oodScore = settled?.oodScore ?? null;
    const isScored = depth !== "words" && subject === "noDigit" && oodScore !== null;
    canvas.title = isPainted ? words.painted : "";
    part("receipt").hidden = !isPainted && !isScored;
    part("code").hidden = depth !== "code" || !isPainted;
    if (isScored) say(part("receipt"), fill(words.ood, { value: decimals(oodScore, 2, { isSigned: true }) }));
    if (!isPainted) return;
    showReceipt(part("receipt"), why, words.receipt);
    say(part("code"), fill(code, figuresOf(why)));
  }

  function showNear(/** @type {Subject} */ subject, /** @type {Details | null} */ settled) {
    const { words } = data;
    const isNear = settled !== null && settled.reminders.length > 0;
    part("reminders").classList.toggle("is-empty", !isNear);
    if (!isNear) return;
    say(part("heading"), subject === "noDigit" ? words.remindersNoDigit : words.reminders);
    showReminders(find(root, "ol"), settled.reminders, words.reminder);
  }

  function follow() {
    return [
      hub.follow((newer) => {
        answer = newer;
        show();
      }),
      hub.followDetails((newer) => {
        details = newer;
        show();
      }),
    ];
  }

  return {
    update(component) {
      data = component.data;
      paint = createPainter(data.colours);
      root.dataset.depth = data.depth;
      const inside = find(root, "button");
      say(inside, data.words.inside[data.depth]);
      inside.title = data.words.insideHelp;
      inside.hidden = !data.hasInside;
      inside.onclick = () => component.setTriggerValue("inside", true);
      if (!stops.length) stops = follow();
      show();
    },
    stop: () => stops.forEach((stop) => stop()),
  };
}

/** @param {Subject} subject @param {Why | null} why @param {Words & OwnWords} words */
function labelOf(subject, why, words) {
  if (subject === "nothing") return words.pictureNothing;
  return why && subject !== "noDigit" ? fill(words.picture, figuresOf(why)) : words.pictureNoDigit;
}

/**
 * Write the title, its digits in the colours that speak for them.
 *
 * @param {HTMLElement} title
 * @param {string} template
 * @param {Why | null} why
 */
function showTitle(title, template, why) {
  if (title.textContent === fill(template, figuresOf(why))) return;
  title.replaceChildren(...template.split(/(\{\w+\})/).map((text) => {
    if (!text.startsWith("{")) return text;
    const digit = document.createElement("b");
    digit.className = text === "{digit}" ? "digit" : "other";
    digit.textContent = fill(text, figuresOf(why));
    return digit;
  }));
}

/** @param {HTMLElement} element @param {Why} why @param {OwnWords["receipt"]} parts */
function showReceipt(element, why, parts) {
  const receipt = receiptOf(why);
  const texts = parts.map(({ name, text }) => fill(text, {
    ...figuresOf(why),
    value: decimals(receipt[name].printed, 2, { isSigned: name === "for" || name === "constant" }),
  }));
  if (element.textContent === texts.join(" ")) return;
  element.replaceChildren(...parts.flatMap(({ name }, index) => {
    const said = document.createElement("span");
    said.className = "said";
    said.dataset.part = name;
    said.textContent = texts[index];
    said.title = exact(receipt[name].value);
    return index ? [" ", said] : [said];
  }));
}
