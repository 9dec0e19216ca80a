import { binary, library, script } from 'virtual:python-files';
import type { Files } from './sandbox';

type Source = typeof script;
const sources: readonly Source[] = [script, binary, library];
const all = sources.reduce((sum, { bytes }) => sum + bytes, 0);

/** @param received called with the bytes of each piece */
async function fetchBytes(
  { url }: Source,
  received: (bytes: number) => void,
  signal: AbortSignal
): Promise<ArrayBuffer> {
  const response = await fetch(url, { signal });
  if (!response.ok || !response.body) throw new Error(`the server answers ${response.status}`);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    received(value.length);
  }
  return new Blob(pieces).arrayBuffer();
}

/** Files that were fetched before a service worker was there pass through it once, so that it keeps them. */
function keepForLater(): void {
  const { serviceWorker } = navigator;
  const again = (): void => {
    for (const { url } of sources) void fetch(url).catch(() => undefined);
  };
  if (serviceWorker.controller) again();
  else serviceWorker.addEventListener('controllerchange', again, { once: true });
}

/**
 * Fetches what Python consists of, from where the app itself comes from.
 * @param progress called with the part that is there, from 0 to 1
 */
export async function fetchFiles(progress: (part: number) => void): Promise<Files> {
  // There is none where the page comes over plain HTTP from another machine.
  const isUnkept = 'serviceWorker' in navigator && !navigator.serviceWorker.controller;
  let there = 0;
  const received = (bytes: number): void => {
    there += bytes;
    if (all > 0) progress(Math.min(1, there / all));
  };
  const breaker = new AbortController();
  const fetched = (source: Source): Promise<ArrayBuffer> =>
    fetchBytes(source, received, breaker.signal);
  try {
    const [scriptBytes, binaryBytes, libraryBytes] = await Promise.all([
      fetched(script),
      fetched(binary),
      fetched(library)
    ]);
    if (isUnkept) keepForLater();
    return { script: scriptBytes, binary: binaryBytes, library: libraryBytes };
  } finally {
    // Where one can't be had, the others are of no use.
    breaker.abort();
  }
}
