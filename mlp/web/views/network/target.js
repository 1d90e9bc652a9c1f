// What the digit is to be, as the visitor chose it, for all pages and for a reload. It must not know what
// is made of it.

/** @import { Target } from "../../browser/messages.js" */

const STORE = "glassbox:target"; // goes with its visitor, like all that begins so

/** @returns {Target | null} null: nobody wants to know what would be learned */
export function keptTarget() {
  try {
    return targetOf(sessionStorage.getItem(STORE) ?? "");
  } catch {
    return null; // storage is forbidden
  }
}

/** @param {Target | null} target */
export function keepTarget(target) {
  try {
    sessionStorage.setItem(STORE, String(target ?? ""));
  } catch {
    // Storage is full or forbidden.
  }
}

/** @param {string} text @returns {Target | null} null if it names none */
export function targetOf(text) {
  if (text === "read") return text;
  return /^\d$/.test(text) ? Number(text) : null;
}
