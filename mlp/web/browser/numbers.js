// How a number becomes text, by the rules of the table in mlp/numbers.py: what both say of a
// number is the same (tests/test_numbers_js.py). It must not know what a number means.

const MINUS = "−"; // as wide as a plus sign
const NONE = "–";
const FROM_HERE_ON_E = 1e6; // "1.2e6"; below 0.0001 "1.2e−5"
const EXACT_FROM_HERE_ON_E = 1e9; // a float32 has no nine digits
const TWO_DECIMALS_FROM = 2000; // of so many things one is 0.05 %

/**
 * Say a probability, never rounded up to 100 or down to 0; 1, which float32 rounds to, is "> 99.9 %".
 *
 * @param {number | null} probability [0, 1]; null or NaN if a network has fallen apart
 * @returns {string}
 */
export function percent(probability) {
  return percentOf(probability ?? NaN, 1);
}

/**
 * Say how much of a whole a part is: "100 %" only if it is all.
 *
 * @param {number | null} part null if it was not measured
 * @param {number} whole how many things there are; 1 for a share that nobody counted, like a mean
 * @returns {string}
 */
export function share(part, whole = 1) {
  if (part === null || whole === 0) return NONE;
  return part === whole ? "100 %" : percentOf(part / whole, whole < TWO_DECIMALS_FROM ? 1 : 2);
}

/** @param {number} value @param {number} numDecimals @returns {string} */
function percentOf(value, numDecimals) {
  if (Number.isNaN(value)) return NONE;
  if (value === 0) return "0 %";
  const text = decimals(100 * value, numDecimals);
  const least = 10 ** -numDecimals;
  if (Number(text.replaceAll(",", "")) === 0) return `< ${least.toFixed(numDecimals)} %`;
  if (value <= 1 && text.startsWith("100")) return `> ${(100 - least).toFixed(numDecimals)} %`;
  return `${text} %`;
}

/**
 * Say a number in a few digits: "1.234", "−0.00021", "12,345", "2.4e−7", "3e8".
 *
 * @param {number} value
 * @param {{numDigits?: number, isSigned?: boolean}} form significant digits, of which all before the
 *   point are printed below a million; whether numbers above zero get a sign too
 * @returns {string}
 */
export function number(value, { numDigits = 4, isSigned = false } = {}) {
  if (!Number.isFinite(value)) return beyondNumbers(value);
  const size = Math.abs(value);
  if (size >= 10 ** numDigits - 0.5 && size < FROM_HERE_ON_E - 0.5) return decimals(value, 0, { isSigned });
  const rounded = Number(size.toPrecision(numDigits));
  const digits = rounded !== 0 && !(rounded >= 1e-4 && rounded < FROM_HERE_ON_E)
    ? withExponent(rounded)
    : grouped(String(rounded));
  return withSign(digits, value, isSigned);
}

/**
 * Say a number with as many decimals as its neighbours, never as "−0.00".
 *
 * @param {number} value from a million on it is said as by `number`
 * @param {number} numDecimals 0 to 6
 * @param {{isSigned?: boolean}} form whether numbers above zero get a sign too
 * @returns {string}
 */
export function decimals(value, numDecimals, { isSigned = false } = {}) {
  if (!Number.isFinite(value)) return beyondNumbers(value);
  const size = Math.abs(value);
  if (size >= FROM_HERE_ON_E) return number(value, { isSigned });
  const text = size.toFixed(numDecimals);
  return withSign(grouped(text), Number(text) === 0 ? 0 : value, isSigned);
}

/** @param {number} value a float32 @returns {string} the shortest decimal that names it */
export function exact(value) {
  if (!Number.isFinite(value)) return beyondNumbers(value);
  const size = Math.abs(value);
  for (let numDigits = 1; ; numDigits++) {
    const rounded = Number(size.toPrecision(numDigits));
    if (Math.fround(rounded) !== size && numDigits < 17) continue;
    const isHuge = rounded >= EXACT_FROM_HERE_ON_E;
    return withSign(isHuge || /e/.test(String(rounded)) ? withExponent(rounded) : String(rounded), value, false);
  }
}

/** @param {number} things @returns {string} with commas between the thousands */
export function count(things) {
  return grouped(String(things));
}

/** @param {number} seconds @returns {string} "0.26 ms", "14 ms", "1.4 s", "75 s", "3 min" */
export function duration(seconds) {
  const milliseconds = 1000 * seconds;
  if (milliseconds < 999.5) return `${twoDigits(milliseconds)} ms`;
  return seconds < 90 ? `${twoDigits(seconds)} s` : `${decimals(seconds / 60, 0)} min`;
}

/** @param {number} digit @returns {string} "a 7", "an 8" */
export function aDigit(digit) {
  return digit === 8 ? `an ${digit}` : `a ${digit}`;
}

/** @param {number} value @returns {string} */
function twoDigits(value) {
  return value < 10 ? number(value, { numDigits: 2 }) : decimals(value, 0);
}

/** @param {number} size above 0 @returns {string} "2.4e−7" */
function withExponent(size) {
  return size.toExponential().replace("e+", "e").replace("-", MINUS);
}

/** @param {string} digits @returns {string} with commas between the thousands */
function grouped(digits) {
  const [whole, ...rest] = digits.split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...rest].join(".");
}

/** @param {string} digits @param {number} value @param {boolean} isSigned @returns {string} */
function withSign(digits, value, isSigned) {
  if (value < 0) return MINUS + digits;
  return isSigned && value > 0 ? `+${digits}` : digits;
}

/** @param {number} value not finite @returns {string} what stands for it */
function beyondNumbers(value) {
  if (Number.isNaN(value)) return NONE;
  return value > 0 ? "∞" : `${MINUS}∞`;
}
