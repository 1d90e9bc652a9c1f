// The parameters of the network that answers, fetched when they are wanted. It must not know what is
// made of them.

import { fetchOnce } from "../../browser/files.js";
import { splitLayers } from "./contributions.js";

/** @import { Layer } from "./contributions.js" */

/**
 * @typedef {object} Source
 * @property {[outputs: number, inputs: number][]} layers
 * @property {string} weightsPath where the parameters are, by fingerprint
 */

const REST_MS = 400;

/**
 * The parameters of the network that answered; lines wait until they are here. While it is trained
 * it is another one twice a second: then they are fetched once it rests.
 *
 * @param {() => void} onLoaded
 */
export function createParameters(onLoaded) {
  /** @type {Layer[] | null} */
  let layers = null;
  let layersOf = ""; // fingerprint of the network that they are, or will be, of
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  /** @param {string} fingerprint @param {Source} source */
  async function load(fingerprint, source) {
    try {
      const buffer = await fetchOnce(`${source.weightsPath}/${fingerprint}`);
      if (fingerprint !== layersOf) return;
      layers = splitLayers(buffer, source.layers);
      onLoaded();
    } catch {
      if (fingerprint === layersOf) layersOf = ""; // the picture goes on without lines; tried later
    }
  }

  return {
    layers: () => layers,
    /** @param {string} fingerprint @param {Source} source */
    use(fingerprint, source) {
      if (fingerprint === layersOf) return;
      clearTimeout(waiting);
      waiting = setTimeout(() => load(fingerprint, source), layersOf ? REST_MS : 0);
      layersOf = fingerprint;
      layers = null;
    },
    stop: () => clearTimeout(waiting),
  };
}
