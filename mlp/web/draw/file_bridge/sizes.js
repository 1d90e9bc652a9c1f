// Files that may be sent, and those that are too large. It must not know what is sent where.

/**
 * @template {{name: string, size: number}} Sized
 * @param {Sized[]} files
 * @param {number} maxBytes
 * @returns {{fitting: Sized[], refused: {name: string, size: number}[]}}
 */
export function bySize(files, maxBytes) {
  const isFitting = (/** @type {Sized} */ { size }) => size <= maxBytes;
  return {
    fitting: files.filter(isFitting),
    refused: files.filter((file) => !isFitting(file)).map(({ name, size }) => ({ name, size })),
  };
}
