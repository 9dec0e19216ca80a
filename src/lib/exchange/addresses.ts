/** An address that a text from elsewhere may lead to; null for programs, files beside it, and what is no address. */
export function webAddress(address: string): string | null {
  try {
    const url = new URL(address.trim());
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

const DATA_IMAGE = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i;

/** An image that is in the text itself; null for one that would have to be fetched. */
export function dataImage(address: string): string | null {
  const bare = address.trim();
  return DATA_IMAGE.test(bare) ? bare : null;
}
