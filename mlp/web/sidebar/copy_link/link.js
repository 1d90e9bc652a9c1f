// @ts-nocheck
// Copies a link to the active digit: the address of this page, with what Python gives behind it.

export default function mountLink(component) {
  const { data, parentElement } = component;
  const { query, words } = data;
  const button = parentElement.querySelector("button");
  const said = parentElement.querySelector(".said");
  const field = parentElement.querySelector(".address");
  button.textContent = words.copy;
  button.disabled = query === null;
  button.title = query === null ? words.nothing : "";
  field.setAttribute("aria-label", words.address);
  const address = query === null ? "" : makeAddress(query);
  if (field.value !== address) {
    // Another digit: what was said of the last one no longer holds.
    field.value = address;
    field.hidden = true;
    said.textContent = "";
  }
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(address);
      said.textContent = words.copied;
      field.hidden = true;
    } catch {
      // Only pages over https and on this machine may write to the clipboard.
      said.textContent = words.byHand;
      field.hidden = false;
      field.select();
    }
  };
}

/** @param {Record<string, string>} query */
function makeAddress(query) {
  const address = new URL(location.href);
  address.search = new URLSearchParams(query).toString();
  address.hash = "";
  return address.href;
}
