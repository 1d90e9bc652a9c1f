// How a training is asked for what belongs to it. It must not know what that is.

import { served } from "./address.js";

const TIMEOUT_MS = 10_000;

/**
 * Ask for something of a training. The ticket is a secret and addresses are not: proxies write them
 * down.
 *
 * @param {string} address as Python gives it, or absolute
 * @param {string} ticket of the training
 * @param {AbortSignal} [signal] ends the request; without one, it ends after ten seconds
 */
export function askTraining(address, ticket, signal = AbortSignal.timeout(TIMEOUT_MS)) {
  return fetch(served(address), { signal, cache: "no-store", headers: { "Glassbox-Ticket": ticket } });
}
