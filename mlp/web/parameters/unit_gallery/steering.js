// Pointer, finger and keys on the tiles. It must not know what stands where, nor what opening does.

/**
 * @typedef {object} Field
 * @property {(event: MouseEvent) => number | null} unitAt
 * @property {(key: string) => number | null} unitByKey null: it means nothing here
 * @property {() => number | null} current
 * @property {(unit: number | null) => void} goTo
 * @property {(unit: number) => void} scrollTo
 * @property {(unit: number) => void} open
 */

/**
 * A mouse looks where it points and opens with a click; a finger looks first, and opens with a second
 * tap; keys go from tile to tile.
 *
 * @param {HTMLElement} canvas
 * @param {Field} field
 */
export function steer(canvas, { unitAt, unitByKey, current, goTo, scrollTo, open }) {
  let pointerType = "mouse";
  /** @type {number | null} the unit that a finger has chosen */
  let tapped = null;

  canvas.onpointerdown = (event) => {
    pointerType = event.pointerType;
  };
  canvas.onpointermove = (event) => {
    if (event.pointerType !== "touch") goTo(unitAt(event));
  };
  canvas.onclick = (event) => {
    const unit = unitAt(event);
    if (unit === null) return;
    const isOpening = pointerType !== "touch" || unit === tapped;
    goTo(unit);
    tapped = unit;
    if (isOpening) open(unit);
  };
  canvas.onkeydown = (event) => {
    const from = current();
    if (event.altKey || event.ctrlKey || event.metaKey || from === null) return;
    if (event.key === "Enter") open(from);
    else {
      const unit = unitByKey(event.key);
      if (unit === null) return;
      goTo(unit);
      scrollTo(unit);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    /** Other tiles are shown. */
    forget() {
      tapped = null;
    },
  };
}
