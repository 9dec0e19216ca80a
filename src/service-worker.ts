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
/** Python is large: it is kept from its first use on. The names are those of vite.python.mjs. */
const isPython = (path: string): boolean => /\/python-(script|binary|library)\./.test(path);
const python = build.filter(isPython);
const assets = [...build, ...files].filter((path) => isNeeded(path) && !isPython(path));
const known = new Set([...assets, ...python]);

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
async function keepFurther(): Promise<void> {
  const cache = await caches.open(CACHE);
  const kept = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  // Who has used Python has all of it without a network, after an update too.
  const wanted = python.some((path) => kept.has(path))
    ? [...furtherPages, ...python]
    : furtherPages;
  for (const path of wanted) if (!kept.has(path)) await cache.add(path);
}

let keeping: Promise<void> | null = null;
function keepMore(): Promise<void> {
  // Without a network there are no more; the next page that is opened asks again.
  keeping ??= keepFurther()
    .catch(() => undefined)
    .finally(() => (keeping = null));
  return keeping;
}

/** Most of Python is the same in the next version. */
async function takeOverPython(before: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const key of before) {
    const old = await caches.open(key);
    for (const path of python) {
      const kept = await old.match(path);
      if (kept) await cache.put(path, kept);
    }
  }
}

worker.addEventListener('activate', (event) => {
  const tidy = async (): Promise<void> => {
    const old = (await caches.keys()).filter((key) => key.startsWith('backflow-') && key !== CACHE);
    // What can't be taken over is fetched again.
    await takeOverPython(old).catch(() => undefined);
    await Promise.all(old.map((key) => caches.delete(key)));
    await worker.clients.claim();
  };
  const tidied = tidy();
  event.waitUntil(tidied);
  // Not waited for: until an activation ends, no request is answered.
  void tidied.then(keepMore);
});

/** A full disk only means that it is fetched again the next time. */
const keep = (cache: Cache, path: string, response: Response): Promise<void> =>
  cache.put(path, response).catch(() => undefined);

async function answer(event: FetchEvent, path: string): Promise<Response> {
  const { request } = event;
  const cache = await caches.open(CACHE);
  // Files of the build carry their content's hash in their name: what is kept can't be old.
  const kept = known.has(path) ? await cache.match(path) : undefined;
  if (kept) return kept;
  try {
    const response = await fetch(request);
    if (isPython(path) && response.ok) event.waitUntil(keep(cache, path, response.clone()));
    return response;
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
  event.respondWith(answer(event, url.pathname));
  if (request.mode === 'navigate') event.waitUntil(keepMore());
});
