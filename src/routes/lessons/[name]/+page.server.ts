import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { lessonNames } from '$lib/lessons/bundled';
import { headOf, lessonHeads } from '$lib/lessons/head';
import type { EntryGenerator, PageServerLoad } from './$types';

export const entries: EntryGenerator = () => lessonNames.map((name) => ({ name }));

export const load: PageServerLoad = async ({ params }) => {
  const head = await headOf(params.name);
  // The development server only: on a static host `404.html` does the same.
  if (!head) redirect(307, `${resolve('/lessons/')}?unknown=${encodeURIComponent(params.name)}`);
  const all = await lessonHeads();
  const next = all[all.findIndex(({ name }) => name === head.name) + 1] ?? null;
  return { head, next: next && { name: next.name, title: next.title } };
};
