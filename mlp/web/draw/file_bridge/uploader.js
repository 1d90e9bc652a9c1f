// Streamlit's uploader, which nobody sees, given files as if a visitor had. It must not know whose they are.

/**
 * @param {string} target key of the uploader
 * @param {File[]} files
 * @returns {boolean} whether it takes files now
 */
export function giveToUploader(target, files) {
  const input = /** @type {HTMLInputElement | null} */ (
    document.querySelector(`.st-key-${target} input[type="file"]`)
  );
  if (!input || input.disabled) return false;
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}
