import { lessonHeads } from '$lib/lessons/head';
import type { PageServerLoad } from './$types';

/** Lessons are read when the app is built, so that the list needs none of their texts. */
export const load: PageServerLoad = async () => ({ heads: await lessonHeads() });
