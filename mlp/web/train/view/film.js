// A training as a film, from checkpoint to checkpoint until “now”. It must not know what is seen of it.

const MAX_WAIT_MS = 1000; // for the answer of the next checkpoint
const NUM_AHEAD = 4; // answers that are fetched ahead

/**
 * @typedef {object} Options
 * @property {() => number | null} placeNow null: “now”
 * @property {() => number} lastPlace
 * @property {() => number} periodMs between two checkpoints
 * @property {(place: number) => void} go
 * @property {(place: number) => Promise<unknown> | null} load what belongs to a place; null: nothing does
 * @property {() => void} onHalt
 */

/** @param {Options} options */
export function createFilm({ placeNow, lastPlace, periodMs, go, load, onHalt }) {
  /** @type {object | null} the one that runs */
  let film = null;

  /** Go on from the place, or from the beginning if that is the end, until it is “now”. */
  async function play() {
    const mine = (film = {});
    go(placeNow() ?? 0);
    for (let place = placeNow(); place !== null; place = placeNow()) {
      const due = wait(periodMs());
      const next = place + 1;
      const ahead = loadAhead(next, Math.min(lastPlace(), place + NUM_AHEAD));
      await due;
      await Promise.race([Promise.allSettled(ahead.slice(0, 1)), wait(MAX_WAIT_MS)]);
      if (film !== mine) return;
      go(next);
    }
    if (film === mine) halt();
  }

  /** @param {number} first @param {number} last place */
  function loadAhead(first, last) {
    const ahead = [];
    for (let place = first; place <= last; place++) {
      const loading = load(place);
      loading?.catch(() => {}); // shown without it
      if (loading) ahead.push(loading);
    }
    return ahead;
  }

  function halt() {
    if (!film) return;
    film = null;
    onHalt();
  }

  return {
    isOn: () => film !== null,
    halt,
    toggle: () => (film ? halt() : void play()),
    /** Nothing is to be said of it: something else is about to move the place. */
    drop() {
      film = null;
    },
  };
}

/** @param {number} ms */
function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
