// A hand that draws test digits as people do, again and again. It must not know what it draws on, nor
// when it is wanted.

/** @import { Hand } from "../../browser/hub.js" */

/** @typedef {{width: number, strokes: number[][]}} Digit shares of the side; points x, y, x, y, … */
/** @typedef {{ms: number, x: number, y: number, isDown: boolean}} Step where the pen is, and when */

/**
 * @typedef {object} Timing
 * @property {(draw: (nowMs: number) => void) => () => void} onFrame before the next frame; stops it
 * @property {(ms: number, ring: () => void) => () => void} later stops it
 */

const STEPS_PER_MS = 60 / 1000;
const PACE = 0.0011; // sides a millisecond on paper: a digit takes two seconds
const AIR_PACE = 0.0022;
const LEAST_MS = 220; // for any way, however short
const OUTSIDE = [1.12, 1.2]; // where the hand comes from
const REST_MS = 3000; // to read the verdict
const CALM_REST_MS = 8000;
const PAUSE_MS = 800; // on an empty pad

/** @type {Timing} */
const TIMING = {
  onFrame(draw) {
    const frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  },
  later(ms, ring) {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Draw digits, beginning at once, until it is stopped.
 *
 * @param {readonly Digit[]} digits
 * @param {Hand} hand
 * @param {object} how
 * @param {() => boolean} how.isCalm whether nothing may move
 * @param {number} how.first which digit comes first
 * @param {Timing} [timing]
 * @returns {() => void} stops it and leaves nothing
 */
export function startGhost(digits, hand, { isCalm, first }, timing = TIMING) {
  let next = first;
  let stop = () => {};

  function begin() {
    const digit = digits[next++ % digits.length];
    hand.clear();
    hand.invite(true);
    if (isCalm()) {
      for (const points of digit.strokes) {
        hand.begin(points[0], points[1], digit.width);
        hand.extend(points.slice(2));
        hand.end();
      }
      stop = timing.later(CALM_REST_MS, begin);
    } else {
      move(digit);
    }
  }

  function move(/** @type {Digit} */ digit) {
    const steps = stepsOf(digit.strokes);
    /** @type {number | null} */
    let startMs = null;
    let done = 0;
    const draw = (/** @type {number} */ nowMs) => {
      startMs ??= nowMs;
      const from = done;
      while (done < steps.length && steps[done].ms <= nowMs - startMs) done++;
      follow(hand, steps.slice(from, done), digit.width, from > 0 && steps[from - 1].isDown);
      stop = done < steps.length ? timing.onFrame(draw) : timing.later(REST_MS, rest);
      if (done === steps.length) hand.show(null);
    };
    stop = timing.onFrame(draw);
  }

  function rest() {
    hand.clear();
    stop = timing.later(PAUSE_MS, begin);
  }

  begin();
  return () => {
    stop();
    hand.show(null);
    hand.invite(false);
    hand.clear();
  };
}

/** @param {Hand} hand @param {Step[]} steps @param {number} width @param {boolean} wasDown before them */
function follow(hand, steps, width, wasDown) {
  for (const { x, y, isDown } of steps) {
    if (isDown && wasDown) hand.extend([x, y]);
    else if (isDown) hand.begin(x, y, width);
    else if (wasDown) hand.end();
    wasDown = isDown;
  }
  const last = steps.at(-1);
  if (last) hand.show(last);
}

/**
 * Where the pen is at each moment: it comes, draws one stroke after the other, and goes.
 *
 * @param {number[][]} strokes
 * @returns {Step[]} in order of time
 */
export function stepsOf(strokes) {
  /** @type {Step[]} */
  const steps = [];
  let here = OUTSIDE;
  for (const points of [...strokes, OUTSIDE]) {
    const air = [...here, points[0], points[1]];
    append(steps, air, { isDown: false, pace: AIR_PACE });
    if (points !== OUTSIDE) append(steps, points, { isDown: true, pace: PACE });
    here = points.slice(-2);
  }
  return steps;
}

/** @param {Step[]} steps so far @param {number[]} points @param {{isDown: boolean, pace: number}} how */
function append(steps, points, { isDown, pace }) {
  const at = alongOf(points);
  const startMs = steps.at(-1)?.ms ?? 0;
  const tookMs = Math.max(LEAST_MS, at.length / pace);
  const count = Math.ceil(tookMs * STEPS_PER_MS);
  for (let index = 0; index <= count; index++) {
    const share = index / count;
    // A hand starts and stops softly.
    const eased = 0.5 * share + 0.5 * share * share * (3 - 2 * share);
    const [x, y] = at.point(eased);
    steps.push({ ms: startMs + share * tookMs, x, y, isDown });
  }
}

/** @param {number[]} points @returns {{length: number, point: (share: number) => number[]}} */
function alongOf(points) {
  const ends = [0]; // length of the way up to each point
  for (let index = 2; index < points.length; index += 2) {
    const [dx, dy] = [points[index] - points[index - 2], points[index + 1] - points[index - 1]];
    ends.push(ends[ends.length - 1] + Math.hypot(dx, dy));
  }
  const length = ends[ends.length - 1];
  return {
    length,
    point(share) {
      const wanted = share * length;
      const to = Math.max(1, ends.findIndex((end) => end >= wanted));
      const part = ends[to] > ends[to - 1] ? (wanted - ends[to - 1]) / (ends[to] - ends[to - 1]) : 0;
      const mix = (/** @type {number} */ axis) =>
        points[2 * to - 2 + axis] + part * (points[2 * to + axis] - points[2 * to - 2 + axis]);
      return [mix(0), mix(1)];
    },
  };
}
