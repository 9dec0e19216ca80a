import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { documented } from '$lib/explain/reference/list';
import type { EntryGenerator, PageLoad } from './$types';

/** The page needs no script but the theme's. */
export const csr = false;

export const entries: EntryGenerator = () => documented.map(({ name }) => ({ name }));

export const load: PageLoad = ({ params }) => {
  const op = documented.find(({ name }) => name === params.name);
  // The development server only: on a static host `404.html` does the same.
  if (!op) redirect(307, `${resolve('/ops/')}?unknown=${encodeURIComponent(params.name)}`);
  return { op };
};
