/// <reference types="@sveltejs/kit" />
/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
// Keeps the app for later visits without a network: everything of one version, fetched on the first visit.
import { base, build, files, prerendered, version } from '$service-worker';

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const CACHE = `backflow-${version}`;

/** Browsers that run the app read woff2; pictures of the README are not the app's. */
const isNeeded = (path: string): boolean =>
  !/\.(ttf|woff)$|\/screenshots\/|\/404\.html$/.test(path);
const assets = [...build, ...files].filter(isNeeded);
const known = new Set(assets);

/** Pages that the others are reached from come at once, the many below them when the app stands. */
const isEntrance = (page: string): boolean =>
  page.slice(base.length).split('/').filter(Boolean).length < 2;
const entrances = prerendered.filter(isEntrance);
const furtherPages = prerendered.filter((page) => !isEntrance(page));

worker.addEventListener('install', (event) => {
  const fill = async (): Promise<void> => {
    const cache = await caches.open(CACHE);
    // A later version waits until the pages of this one are closed, which may still need its files.
    await cache.addAll([...assets, ...entrances]);
  };
  event.waitUntil(fill());
});

/** One after the other, so that nobody waits for them; where it was broken off, it goes on from there. */
async function keepFurtherPages(): Promise<void> {
  const cache = await caches.open(CACHE);
  const kept = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  for (const page of furtherPages) if (!kept.has(page)) await cache.add(page);
}

let keeping: Promise<void> | null = null;
function keepMore(): Promise<void> {
  // Without a network there are no more; the next page that is opened asks again.
  keeping ??= keepFurtherPages()
    .catch(() => undefined)
    .finally(() => (keeping = null));
  return keeping;
}

worker.addEventListener('activate', (event) => {
  const tidy = async (): Promise<void> => {
    const old = (await caches.keys()).filter((key) => key.startsWith('backflow-') && key !== CACHE);
    await Promise.all(old.map((key) => caches.delete(key)));
    await worker.clients.claim();
  };
  event.waitUntil(tidy());
  // Not waited for: until an activation ends, no request is answered.
  void keepMore();
});

async function answer(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  // Files of the build carry their content's hash in their name: what is kept can't be old.
  const kept = known.has(path) ? await cache.match(path) : undefined;
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    // A page without its query is the same page.
    const page = await cache.match(request, { ignoreSearch: true });
    if (page) return page;
    // A page is a folder, and its address may be written without the last slash.
    if (await cache.match(`${path}/`)) return Response.redirect(`${path}/`);
    throw error;
  }
}

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  event.respondWith(answer(request, url.pathname));
  if (request.mode === 'navigate') event.waitUntil(keepMore());
});
