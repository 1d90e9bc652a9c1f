// What a visitor's hand does at the pad: pointer, keyboard and buttons, and what stands around the
// ink. It must not know what a stroke or an action does.

import { find } from "../../browser/dom.js";

/** @import { Settings } from "./history.js" */
/** @import { Cursor } from "./surface.js" */

/** @typedef {"pen" | "eraser" | "undo" | "redo" | "clear" | "grid"} Action */

/**
 * What the hand moves.
 *
 * @typedef {object} Pen
 * @property {() => boolean} isDown
 * @property {(x: number, y: number, isOtherEnd: boolean) => void} begin x and y: shares of the side
 * @property {(points: number[]) => void} extend x, y, x, y, …
 * @property {() => void} end
 * @property {(cursor: Cursor | null) => void} showCursor of the keyboard; null: it goes
 * @property {(action: Action) => void} act
 */

const KEY_STEP = 1 / 56; // of the pad's side: half a pixel of the network's picture
const OTHER_END = 5; // the button that a pen's eraser is

/** @type {Record<Action, string>} */
const ICONS = {
  pen: "M4 20l1-4L16 5l3 3L8 19l-4 1zM14 7l3 3",
  eraser: "M7 20h12M4.5 14.5l8-9 6 5.5-7.5 8.5H8zM8.5 10l6 5.5",
  undo: "M9 14L4 9l5-5M4 9h10a6 6 0 010 12h-3",
  redo: "M15 14l5-5-5-5M20 9H10a6 6 0 000 12h3",
  clear: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  grid: "M4 4h16v16H4zM4 9.3h16M4 14.6h16M9.3 4v16M14.6 4v16",
};

/**
 * Let pointer and keyboard move a pen.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Pen} pen
 */
export function watchHand(canvas, pen) {
  /** @type {number | null} */
  let activePointer = null;
  /** @type {Cursor | null} */
  let cursor = null; // while the keyboard draws

  const showCursor = (/** @type {Cursor | null} */ shown) => {
    if (shown === cursor) return;
    cursor = shown;
    pen.showCursor(cursor);
  };

  function positionOf(/** @type {PointerEvent} */ event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  canvas.onpointerdown = (event) => {
    if (pen.isDown() || event.button > 0 && event.button !== OTHER_END) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    activePointer = event.pointerId;
    showCursor(null);
    const [x, y] = positionOf(event);
    pen.begin(x, y, event.button === OTHER_END);
  };
  // Browsers hold moves back until the next frame; where they tell of them at once, listen to that.
  const move = "onpointerrawupdate" in window ? "pointerrawupdate" : "pointermove";
  canvas.addEventListener(/** @type {"pointermove"} */ (move), (event) => {
    if (event.pointerId !== activePointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    pen.extend((events.length ? events : [event]).flatMap(positionOf));
  });
  canvas.onpointerup = canvas.onpointercancel = (event) => {
    if (event.pointerId !== activePointer) return;
    activePointer = null;
    pen.end();
  };
  canvas.oncontextmenu = (event) => event.preventDefault();

  canvas.onkeydown = (event) => {
    if (activePointer !== null) return;
    const action = actionFor(event);
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const moved = isPlain ? cursorAfter(event, cursor) : null;
    if (action) pen.act(action);
    else if (moved) {
      showCursor(moved);
      if (pen.isDown()) pen.extend([moved.x, moved.y]);
    } else if (isPlain && event.key === " ") {
      if (!event.repeat && !pen.isDown()) paint();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  function paint() {
    const at = cursor ?? { x: 0.5, y: 0.5 };
    showCursor(at);
    pen.begin(at.x, at.y, false);
  }

  function lift() {
    if (pen.isDown() && activePointer === null) pen.end();
  }
  canvas.onkeyup = (event) => {
    if (event.key === " ") lift();
  };
  canvas.onblur = () => {
    lift();
    showCursor(null);
  };
}

/**
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">} event
 * @returns {Action | null} what a key stands for
 */
export function actionFor({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  const name = key.toLowerCase();
  if (ctrlKey || metaKey) {
    if (name === "z") return shiftKey ? "redo" : "undo";
    return name === "y" ? "redo" : null;
  }
  if (altKey) return null;
  /** @type {Record<string, Action>} */
  const actions = { delete: "clear", backspace: "clear", p: "pen", e: "eraser", g: "grid" };
  return actions[name] ?? null;
}

/**
 * @param {Pick<KeyboardEvent, "key" | "shiftKey">} event
 * @param {Cursor | null} cursor null: it is not there yet, and comes from the middle
 * @returns {Cursor | null} where an arrow moves it; null: the key is none
 */
export function cursorAfter({ key, shiftKey }, cursor) {
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (!(key in moves)) return null;
  const [across, down] = moves[/** @type {keyof typeof moves} */ (key)];
  const step = KEY_STEP * (shiftKey ? 4 : 1);
  const clamp = (/** @type {number} */ value) => Math.min(1, Math.max(0, value));
  const { x, y } = cursor ?? { x: 0.5, y: 0.5 };
  return { x: clamp(x + across * step), y: clamp(y + down * step) };
}

/**
 * The buttons, the hint on an empty pad, and the words about the channel.
 *
 * @param {HTMLElement} root
 * @param {(action: Action) => void} act
 * @param {(pixels: number) => void} setWidth in pixels of the raster
 */
export function createPanel(root, act, setWidth) {
  const button = (/** @type {Action} */ name) => find(root, `[data-tool="${name}"], [data-action="${name}"]`);
  const names = /** @type {Action[]} */ (Object.keys(ICONS));
  const hint = find(root, ".hint");
  const widthInput = find(root, "input");
  for (const name of names) {
    button(name).innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
    button(name).onclick = () => act(name);
  }
  widthInput.oninput = () => setWidth(Number(widthInput.value));

  return {
    /** @param {any} words */
    label(words) {
      hint.textContent = words.hint;
      find(root, ".invitation").textContent = words.invitation;
      find(root, ".tools").setAttribute("aria-label", words.tools);
      for (const name of names) {
        button(name).title = words[name];
        button(name).setAttribute("aria-label", words[name]);
      }
      find(root, ".width span").textContent = words.width;
      widthInput.setAttribute("aria-label", words.width);
    },
    /**
     * @param {{undo: boolean, redo: boolean, clear: boolean}} can
     * @param {Settings} settings
     * @param {number} widthPx in pixels of the raster
     */
    show(can, settings, widthPx) {
      hint.hidden = can.clear;
      // Not `disabled`: a button that one has just pressed with the keyboard must keep the focus.
      button("undo").setAttribute("aria-disabled", String(!can.undo));
      button("redo").setAttribute("aria-disabled", String(!can.redo));
      button("clear").setAttribute("aria-disabled", String(!can.clear));
      button("pen").setAttribute("aria-pressed", String(!settings.isErasing));
      button("eraser").setAttribute("aria-pressed", String(settings.isErasing));
      button("grid").setAttribute("aria-pressed", String(settings.hasGrid));
      widthInput.value = String(Math.round(widthPx));
    },
    /** Say that the pad is free although somebody draws on it. */
    invite(/** @type {boolean} */ isOn) {
      find(root, ".invitation").hidden = !isOn;
      root.classList.toggle("played", isOn);
    },
    /** @param {string} mode @param {any} words */
    showMode(mode, words) {
      find(root, ".mark").dataset.channel = mode;
      find(root, ".channel").textContent = words.channels[mode];
    },
  };
}
