// What the stages of a network are to one another, whatever its depth. It must not know where they
// stand, nor what is said of them.

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {"image" | "linear" | "relu" | "softmax"} kind
 * @property {number} size
 * @property {number} scale the largest absolute value that its colours tell apart
 */

/** @typedef {{stage: number, index: number}} Cell one value of a stage, both 0-based */

/**
 * What a stage's values are: dots of the picture; what hidden units sum up, and what of it is left
 * after their ReLU; scores, and what is left of them after theirs; how sure the network is.
 *
 * @typedef {"dot" | "vote" | "voice" | "score" | "kept" | "share"} Role
 */

export const NUM_CLASSES = 10;

/** @param {Stage[]} stages @returns {number} of those whose values belong to digits, but for the last */
export function numScoreStages(stages) {
  return stages[stages.length - 2].kind === "relu" ? 2 : 1;
}

/** @param {Stage[]} stages @returns {number} of hidden layers */
export function numHidden(stages) {
  return (stages.length - 2 - numScoreStages(stages)) / 2;
}

/** @param {Stage[]} stages @param {number} stage @returns {Role} */
export function roleOf(stages, stage) {
  const { kind } = stages[stage];
  if (kind === "image") return "dot";
  if (kind === "softmax") return "share";
  const isOfDigits = stage > 2 * numHidden(stages);
  if (kind === "linear") return isOfDigits ? "score" : "vote";
  return isOfDigits ? "kept" : "voice";
}

/** @param {Cell | null} one @param {Cell | null} other */
export function isSameCell(one, other) {
  return one?.stage === other?.stage && one?.index === other?.index;
}
