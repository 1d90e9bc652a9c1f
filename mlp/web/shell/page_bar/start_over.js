// A new visitor: nothing of the one before is left, neither here nor on the server. It must not know
// what visitors leave.

const PREFIX = "glassbox:"; // of all that is kept in the tab for its visitor
const KEPT = ["exhibit"]; // of the address: what belongs to the place, not to its visitor

/**
 * Forget everything and open the first page; Streamlit's session ends with the page. If the server
 * cannot be reached the page stays as it is: an empty one would help nobody.
 *
 * @param {string} home absolute address of the first page
 * @param {() => boolean} isWanted whether it is, once the server has answered
 * @returns {Promise<boolean>} whether the page goes
 */
export async function startOver(home, isWanted = () => true) {
  try {
    const reply = await fetch(new URL("_stcore/health", home), { cache: "no-store" });
    if (!reply.ok) return false;
  } catch {
    return false;
  }
  if (!isWanted()) return false;
  forgetVisitor();
  location.replace(addressOf(home, location.search));
  return true;
}

/** A reload finds nothing of the visitor. */
export function forgetVisitor() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}

/** @param {string} home @param {string} search of the page that goes @returns {string} */
export function addressOf(home, search) {
  const address = new URL(home);
  for (const [name, value] of new URLSearchParams(search)) {
    if (KEPT.includes(name)) address.searchParams.set(name, value);
  }
  return String(address);
}
