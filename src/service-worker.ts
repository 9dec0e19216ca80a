/// <reference types="@sveltejs/kit" />
/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
// Keeps the app for later visits without a network: everything of one version, fetched on the first visit.
import { build, files, prerendered, version } from '$service-worker';

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const CACHE = `backflow-${version}`;

/** Browsers that run the app read woff2; pictures of the README are not the app's. */
const isNeeded = (path: string): boolean => !/\.(ttf|woff)$|\/screenshots\//.test(path);
const assets = [...build, ...files].filter(isNeeded);
const known = new Set(assets);

worker.addEventListener('install', (event) => {
  const fill = async (): Promise<void> => {
    const cache = await caches.open(CACHE);
    // A later version waits until the pages of this one are closed, which may still need its files.
    await cache.addAll([...assets, ...prerendered]);
  };
  event.waitUntil(fill());
});

worker.addEventListener('activate', (event) => {
  const tidy = async (): Promise<void> => {
    const old = (await caches.keys()).filter((key) => key.startsWith('backflow-') && key !== CACHE);
    await Promise.all(old.map((key) => caches.delete(key)));
    await worker.clients.claim();
  };
  event.waitUntil(tidy());
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
    throw error;
  }
}

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  event.respondWith(answer(request, url.pathname));
});
