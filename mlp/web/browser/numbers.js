// How a number becomes text, by the same rules as in Python. It must not know what the number counts.

const MINUS = "−"; // as wide as a plus sign
const NONE = "–";

/**
 * Say a probability, never rounded up to 100 or down to 0: no network is ever that sure.
 *
 * @param {number | null} probability [0, 1]; null or NaN if a network has fallen apart
 */
export function percent(probability) {
  if (probability === null || Number.isNaN(probability)) return NONE;
  if (probability > 0.9995) return "> 99.9 %";
  if (probability > 0 && probability < 0.0005) return "< 0.1 %";
  return `${(Math.floor(probability * 1000 + 0.5) / 10).toFixed(1)} %`;
}

/** Say how many of all, as a share: 100 % only if it is all. */
export function share(/** @type {number} */ right, /** @type {number} */ all) {
  if (all === 0) return NONE;
  return right === all ? "100 %" : percent(right / all);
}

/** @param {number} number @returns {string} with commas between the thousands */
export function count(number) {
  return number.toLocaleString("en");
}

/**
 * Say a value with a real minus sign, never "−0.0".
 *
 * @param {number} value
 * @param {number} numDecimals
 */
export function decimals(value, numDecimals) {
  if (!Number.isFinite(value)) return beyondNumbers(value);
  const text = value.toFixed(numDecimals);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", MINUS);
}

/** @param {number} value a float32 @returns {string} the shortest decimal that names it */
export function exact(value) {
  if (!Number.isFinite(value)) return beyondNumbers(value);
  for (let digits = 6; digits < 10; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded).replace("-", MINUS);
  }
  return String(value).replace("-", MINUS);
}

/** @param {number} value not finite @returns {string} what stands for it */
function beyondNumbers(value) {
  if (Number.isNaN(value)) return NONE;
  return value > 0 ? "∞" : `${MINUS}∞`;
}
