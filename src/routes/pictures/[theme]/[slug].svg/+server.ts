import { error } from '@sveltejs/kit';
import ELK from 'elkjs/lib/elk.bundled.js';
import { examples, findExample } from '$lib/exchange/examples';
import { graphPicture } from '$lib/exchange/picture';
import { move } from '$lib/graph/edits';
import { layout } from '$lib/graph/layout';
import { applyPatch } from '$lib/graph/patch';
import type { EntryGenerator, RequestHandler } from './$types';

// Drawn from the examples themselves when the app is built, so that nobody waits for forty layouts.
export const prerender = true;

const THEMES = ['light', 'dark'] as const;

export const entries: EntryGenerator = () =>
  examples.flatMap(({ slug }) => THEMES.map((theme) => ({ slug, theme })));

const elk = new ELK();

export const GET: RequestHandler = async ({ params }) => {
  const theme = THEMES.find((one) => one === params.theme);
  const doc = findExample(params.slug)?.build();
  if (!doc || !theme) error(404, 'There is no such picture.');
  const edit = move(doc, await layout(doc, elk));
  const placed = edit.ok ? applyPatch(doc, edit.patch) : doc;
  return new Response(graphPicture(placed, { theme, isMiniature: true }), {
    headers: { 'content-type': 'image/svg+xml' }
  });
};
