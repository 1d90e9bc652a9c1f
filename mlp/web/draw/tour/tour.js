// The tour: cards that point at the page's own parts, on the visitor's own digit. One goes on drawing
// meanwhile. It must not know how those parts are made.

import { served } from "../../browser/address.js";
import { find, mountOnce } from "../../browser/dom.js";
import { listen } from "../../browser/events.js";
import { hub } from "../../browser/hub.js";
import { percent } from "../../browser/numbers.js";
import { fill, nameButton, say } from "../../browser/words.js";
import { placeCard } from "./place.js";

/** @import { Component, Mounted } from "../../browser/dom.js" */
/** @import { Answer } from "../../browser/messages.js" */

/**
 * @typedef {object} Card
 * @property {string} at selector of what it points at; empty: nothing
 * @property {string} title
 * @property {string} text
 * @property {"digit" | "change"} [waits] for what, before it goes on
 * @property {"share"} [asks] what is to be guessed: which share of the first detectors says yes
 * @property {string} [right]
 * @property {string} [wrong]
 */

/** @typedef {{cards: Card[], words: any, doors: {path: string, text: string}[]}} Data */

const SEEN = "glassbox:tour"; // with the tab's other things: the next visitor is asked again
const BOUNDS = [0.1, 1 / 3, 0.5]; // between the ranges that can be guessed

/** @param {Component<Data>} component */
export default function mountTour(component) {
  return mountOnce(component, ".tour", createTour);
}

/** @param {HTMLElement} root @returns {Mounted<Data>} */
function createTour(root) {
  const part = (/** @type {string} */ name) => find(root, name);
  const [card, ring, offer] = [part(".card"), part(".ring"), part(".offer")];
  /** @type {Data} */
  let data;
  let place = -1; // of the card; -1: there is no tour
  /** @type {number | null} */
  let guess = null;
  /** @type {number | null} */
  let digitBefore = null; // when the card came
  let frame = 0;

  function begin() {
    sessionStorage.setItem(SEEN, "yes");
    offer.hidden = true;
    go(0);
  }

  function end() {
    sessionStorage.setItem(SEEN, "yes");
    offer.hidden = true;
    place = -1;
    cancelAnimationFrame(frame);
    for (const each of [card, ring]) each.hidePopover();
  }

  /** @param {number} to */
  function go(to) {
    if (to >= data.cards.length) {
      end();
      return;
    }
    [place, guess] = [to, null];
    digitBefore = hub.answer()?.digit ?? null;
    document.querySelector(data.cards[place].at || "body")?.scrollIntoView({ block: "nearest" });
    show();
    for (const each of [ring, card]) if (!each.matches(":popover-open")) each.showPopover();
    card.focus({ preventScroll: true });
    follow();
  }

  /** Stay beside a thing that moves: the page scrolls, or is laid out anew. */
  function follow() {
    cancelAnimationFrame(frame);
    if (place < 0) return;
    const { at } = data.cards[place];
    const thing = at ? document.querySelector(at)?.getBoundingClientRect() ?? null : null;
    ring.style.visibility = thing ? "visible" : "hidden";
    if (thing) {
      Object.assign(ring.style, {
        left: `${thing.left - 5}px`, top: `${thing.top - 5}px`,
        width: `${thing.width + 10}px`, height: `${thing.height + 10}px`,
      });
    }
    const size = { width: card.offsetWidth, height: card.offsetHeight };
    const { left, top } = placeCard(thing, size, { width: innerWidth, height: innerHeight });
    Object.assign(card.style, { left: `${left}px`, top: `${top}px` });
    frame = requestAnimationFrame(follow);
  }

  function show() {
    if (place < 0) return;
    const { words, cards } = data;
    const told = cards[place];
    const answer = hub.answer();
    const figures = figuresOf(answer, words);
    say(part("header small"), fill(words.count, { number: place + 1, count: cards.length }));
    say(part("h2"), fill(told.title, figures));
    say(part(".text"), fill(told.text, figures));
    showGuesses(told, answer, figures);
    part("nav").replaceChildren(...(place === cards.length - 1 ? data.doors.map(door) : []));
    say(part(".back"), words.back);
    part(".back").hidden = place === 0;
    const isWaiting = told.waits === "digit" && !answer?.stages.length;
    const next = /** @type {HTMLButtonElement} */ (part(".next"));
    next.disabled = isWaiting || Boolean(told.asks && guess === null);
    say(next, isWaiting ? words.waitDigit : place === cards.length - 1 ? words.end : words.next);
    const isChanged = told.waits === "change" && answer?.digit !== digitBefore;
    card.toggleAttribute("data-done", isChanged);
  }

  /** @param {Card} told @param {Answer | null} answer @param {Record<string, string>} figures */
  function showGuesses(told, answer, figures) {
    const guesses = part(".guesses");
    const isAsked = told.asks !== undefined && answer !== null;
    if (!isAsked) guesses.replaceChildren();
    else if (!guesses.children.length) guesses.replaceChildren(...data.words.ranges.map(guessButton));
    guesses.setAttribute("aria-label", data.words.guesses);
    for (const [range, button] of [...guesses.children].entries()) {
      button.setAttribute("aria-pressed", String(range === guess));
    }
    const isRight = guess !== null && guess === rangeOf(answer);
    const template = guess === null ? "" : (isRight ? told.right : told.wrong) ?? "";
    say(part(".reveal"), isAsked ? fill(template, figures) : "");
  }

  /** @param {string} text @param {number} range */
  function guessButton(text, range) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.onclick = () => {
      guess = range;
      show();
    };
    return button;
  }

  part(".start").onclick = begin;
  part(".later").onclick = part(".end").onclick = end;
  part(".next").onclick = () => go(place + 1);
  part(".back").onclick = () => go(place - 1);
  card.onkeydown = (event) => {
    if (event.key === "Escape") end();
    else if (event.key === "ArrowRight" && !/** @type {HTMLButtonElement} */ (part(".next")).disabled) go(place + 1);
    else if (event.key === "ArrowLeft" && place > 0) go(place - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const stopListening = listen("tour", begin);
  const stopFollowing = hub.follow((answer) => {
    if (answer.stages.length) offer.hidden = true; // whoever draws has found the way
    show();
  });

  return {
    update({ data: newData }) {
      data = newData;
      const { words } = data;
      say(find(offer, "span"), words.offer);
      say(part(".start"), words.start);
      say(part(".later"), words.later);
      nameButton(part(".end"), words.end);
      offer.hidden = sessionStorage.getItem(SEEN) !== null || Boolean(hub.answer()?.stages.length);
      show();
    },
    stop() {
      cancelAnimationFrame(frame);
      stopListening();
      stopFollowing();
    },
  };
}

/** @param {{path: string, text: string}} to */
function door({ path, text }) {
  const link = document.createElement("a");
  link.href = served(path);
  link.textContent = text;
  link.onclick = (event) => {
    // Streamlit's own link goes there without loading the page anew.
    const own = Array.from(document.querySelectorAll("a[href]")).find(
      (each) => /** @type {HTMLAnchorElement} */ (each).pathname === link.pathname);
    if (!own) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (own).click();
  };
  return link;
}

/** @param {Answer | null} answer @returns {{yes: number, size: number}} of the first detectors */
function votesOf(answer) {
  const votes = answer?.stages[1] ?? new Float32Array(0);
  return { yes: votes.filter((vote) => vote > 0).length, size: votes.length };
}

/** @param {Answer | null} answer @returns {number} which range the share that says yes lies in */
export function rangeOf(answer) {
  const { yes, size } = votesOf(answer);
  return BOUNDS.filter((bound) => yes >= bound * size).length;
}

/**
 * @param {Answer | null} answer
 * @param {any} words
 * @returns {Record<string, string>} what cards say of it
 */
export function figuresOf(answer, words) {
  const digit = answer?.digit ?? null;
  return {
    digit: digit === null ? "…" : String(digit),
    runner_up: (answer?.runnerUp ?? null) === null ? "…" : String(answer?.runnerUp),
    yes: String(votesOf(answer).yes),
    size: String(votesOf(answer).size),
    now: digit === null || !answer
      ? words.undecided
      : fill(words.sure, { digit, percent: percent(answer.probability) }),
  };
}
