// Colours between colours. It must not know which ones, nor what they stand for.

/** @typedef {[red: number, green: number, blue: number]} Channels each 0–255 */

/**
 * Spread a few colours evenly over many steps; `level_colours` in Python does the same.
 *
 * @param {string[]} stops #rrggbb
 * @param {number} numSteps at least 2
 * @returns {Channels[]} of each step
 */
export function spreadColours(stops, numSteps) {
  const colourAt = createScale(stops);
  return Array.from({ length: numSteps }, (_, step) => colourAt(step / (numSteps - 1)));
}

/**
 * @param {string[]} stops #rrggbb, at even distances
 * @returns {(share: number) => Channels} the colour at a share of the way; below 0 and above 1 that
 *   of the end
 */
export function createScale(stops) {
  const channels = stops.map(channelsOf);
  return (share) => {
    const position = Math.min(1, Math.max(0, share)) * (stops.length - 1);
    const left = Math.min(stops.length - 2, Math.floor(position));
    const rest = position - left;
    const between = (/** @type {0 | 1 | 2} */ index) => {
      const value = channels[left][index];
      return Math.round(value + rest * (channels[left + 1][index] - value));
    };
    return [between(0), between(1), between(2)];
  };
}

/** @param {Channels[]} colours @returns {Uint32Array<ArrayBuffer>} as four bytes of a canvas's pixels */
export function pixelsOf(colours) {
  return Uint32Array.from(colours, pixelOf);
}

/** @param {Channels} colour @returns {number} as four bytes of a canvas's pixels, opaque */
export function pixelOf([red, green, blue]) {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** @param {string} colour #rrggbb @returns {Channels} */
function channelsOf(colour) {
  const channelAt = (/** @type {number} */ at) => parseInt(colour.slice(at, at + 2), 16);
  return [channelAt(1), channelAt(3), channelAt(5)];
}

/**
 * Whether white text has more contrast than #111. Source: WCAG 2.2, relative luminance.
 *
 * @param {Channels} channels of the ground
 */
export function isBetterWithWhite(...channels) {
  const [red, green, blue] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.0556;
}
