// A new visitor: nothing of the one before is left, neither here nor on the server. It must not know
// what visitors leave.

const PREFIX = "glassbox:"; // of all that the app keeps in the tab
const KEPT = ["exhibit"]; // of the address: what belongs to the place, not to its visitor

/**
 * Forget everything and open the first page; Streamlit's session ends with the page. If the server
 * cannot be reached the page stays as it is: an empty one would help nobody.
 *
 * @param {string} home absolute address of the first page
 * @returns {Promise<boolean>} whether the page goes
 */
export async function startOver(home) {
  try {
    const reply = await fetch(new URL("_stcore/health", home), { cache: "no-store" });
    if (!reply.ok) return false;
  } catch {
    return false;
  }
  forget(sessionStorage);
  location.replace(addressOf(home, location.search));
  return true;
}

/** @param {Storage} storage */
function forget(storage) {
  for (const key of Object.keys(storage)) if (key.startsWith(PREFIX)) storage.removeItem(key);
}

/** @param {string} home @param {string} search of the page that goes @returns {string} */
export function addressOf(home, search) {
  const address = new URL(home);
  for (const [name, value] of new URLSearchParams(search)) {
    if (KEPT.includes(name)) address.searchParams.set(name, value);
  }
  return String(address);
}
