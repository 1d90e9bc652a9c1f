// The colours of values, by the scale of their stage. It must not know where a value stands.

import { isDark } from "../../browser/theme.js";
import { isBetterWithWhite, pixelsOf, spreadColours } from "../../browser/palette.js";

/** @import { ColourTable } from "../../browser/plotly.js" */
/** @import { Stage } from "./stages.js" */

/** @typedef {{dark: ColourTable, light: ColourTable, ink: string[]}} Colours */
/** @typedef {{words: Uint32Array, css: string[], isDark: boolean[]}} Palette of each step */
/** @typedef {"ink" | "diverging" | "sequential"} PaletteName */

/**
 * @typedef {object} Theme
 * @property {Record<PaletteName, Palette>} palettes
 * @property {ColourTable} colours
 * @property {boolean} isDark
 * @property {string} text its colour
 * @property {string} ground colour of what lies behind
 * @property {string} font its family
 * @property {string} codeFont its family
 */

const PALETTE_STEPS = 512;

/** @type {Record<Stage["kind"], PaletteName>} */
const PALETTE_OF = { image: "ink", linear: "diverging", relu: "sequential", softmax: "sequential" };

/** @param {HTMLElement} root @param {Colours} colours @returns {Theme} */
export function themeOf(root, colours) {
  const isOnDark = isDark(root);
  const table = colours[isOnDark ? "dark" : "light"];
  const style = getComputedStyle(root);
  return {
    palettes: {
      ink: createPalette(colours.ink),
      diverging: createPalette(table.diverging),
      sequential: createPalette(table.sequential),
    },
    colours: table,
    isDark: isOnDark,
    text: style.color,
    ground: style.getPropertyValue("--st-background-color"),
    font: style.fontFamily,
    codeFont: style.getPropertyValue("--st-code-font") || "monospace",
  };
}

/** @param {string[]} stops #rrggbb @returns {Palette} as pixel words and as CSS */
export function createPalette(stops) {
  const steps = spreadColours(stops, PALETTE_STEPS);
  return {
    words: pixelsOf(steps),
    css: steps.map(([red, green, blue]) => `rgb(${red},${green},${blue})`),
    isDark: steps.map((channels) => isBetterWithWhite(...channels)),
  };
}

/** @param {Theme} theme @param {Stage} stage @returns {Palette} */
export function paletteOf(theme, stage) {
  return theme.palettes[PALETTE_OF[stage.kind]];
}

/** @param {Palette} palette @returns {string} the whole of it, from left to right */
export function gradientOf(palette) {
  const stops = [0, 0.25, 0.5, 0.75, 1].map((share) => palette.css[Math.round(share * (PALETTE_STEPS - 1))]);
  return `linear-gradient(90deg, ${stops.join(",")})`;
}

/**
 * @param {Pick<Stage, "kind" | "scale">} stage whose scale it is
 * @param {number} value
 * @returns {number} step of the palette, NaN for what is no number
 */
export function stepOf(stage, value) {
  const share = stage.kind === "linear" ? 0.5 + value / stage.scale / 2 : value / stage.scale;
  return Math.min(PALETTE_STEPS - 1, Math.max(0, Math.round(share * (PALETTE_STEPS - 1))));
}
