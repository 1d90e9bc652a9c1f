// Where a card stands beside what it points at. It must not know what is on the card.

/** @typedef {{left: number, top: number, width: number, height: number}} Room in CSS pixels */

const GAP = 14;
const EDGE = 8;
const NARROW = 620;

/**
 * Below the thing where there is room, or beside it, else over the window's lower edge: a thumb reaches it there.
 *
 * @param {Room | null} thing that it points at; null: nothing
 * @param {{width: number, height: number}} card
 * @param {{width: number, height: number}} window
 * @returns {{left: number, top: number}}
 */
export function placeCard(thing, card, window) {
  const middle = {
    left: (window.width - card.width) / 2,
    top: (window.height - card.height) / 2,
  };
  if (!thing) return middle;
  const low = { left: middle.left, top: window.height - card.height - EDGE };
  if (window.width < NARROW) {
    const isLow = thing.top + thing.height / 2 > window.height / 2;
    return isLow ? { left: middle.left, top: EDGE } : low;
  }
  const below = thing.top + thing.height + GAP;
  const across = clamp(thing.left, EDGE, window.width - card.width - EDGE);
  if (below + card.height <= window.height - EDGE) return { left: across, top: below };
  const level = clamp(thing.top, EDGE, window.height - card.height - EDGE);
  const right = thing.left + thing.width + GAP;
  if (right + card.width <= window.width - EDGE) return { left: right, top: level };
  const left = thing.left - GAP - card.width;
  if (left >= EDGE) return { left, top: level };
  const above = thing.top - GAP - card.height;
  return above >= EDGE ? { left: across, top: above } : low;
}

/** @param {number} value @param {number} least @param {number} most */
const clamp = (value, least, most) => Math.max(least, Math.min(most, value));
