// The receipt of a painting: what all orange and all blue ink and the constant add up to. It must not
// know any word.

/** @import { Why } from "../../browser/messages.js" */

const DECIMALS = 2;

/**
 * @typedef {object} Entry
 * @property {number} value exact
 * @property {number} printed with two decimals, such that the first three add up to the last
 */

/** @param {Why} why @returns {Record<"for" | "against" | "constant" | "difference", Entry>} */
export function receiptOf({ pixels, constant, difference }) {
  let [positive, negative] = [0, 0];
  for (const value of pixels) {
    if (value > 0) positive += value;
    else negative += value;
  }
  const [first, second, third] = printedParts([positive, negative, constant], difference);
  return {
    for: { value: positive, printed: first },
    against: { value: negative, printed: second },
    constant: { value: constant, printed: third },
    difference: { value: difference, printed: Number(difference.toFixed(DECIMALS)) },
  };
}

/**
 * Round parts down or up, those up that lose the least by it; `printed_sum` in Python does the same.
 *
 * @param {number[]} parts
 * @param {number} total what they add up to, to float32 rounding
 */
function printedParts(parts, total) {
  const unit = 10 ** DECIMALS;
  const counts = parts.map((part) => Math.floor(part * unit));
  const missing = Math.round(Number(total.toFixed(DECIMALS)) * unit)
    - counts.reduce((sum, count) => sum + count, 0);
  const byRemainder = parts
    .map((part, index) => ({ index, remainder: part * unit - counts[index] }))
    .sort((one, other) => other.remainder - one.remainder);
  for (const { index } of byRemainder.slice(0, Math.max(0, missing))) counts[index] += 1;
  return counts.map((count) => count / unit);
}
