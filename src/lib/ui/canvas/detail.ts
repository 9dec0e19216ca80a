import { createContext } from 'svelte';

/** How closely the canvas is looked at. */
export interface Detail {
  /** True where numbers would be too small to read, so that nothing is spent on them. */
  readonly isFar: boolean;
}

/** Zoom below which numbers can't be read. */
export const READABLE = 0.3;

export const [getDetail, setDetail] = createContext<Detail>();
