/**
 * Jupyter notebooks, format 4: read from any of 4.0 to 4.5 and written as 4.5.
 * What isn't known here is kept in `rest` and written back as it came.
 * https://nbformat.readthedocs.io/en/latest/format_description.html
 */

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;
/** One output in several types, by MIME type: texts, base64 for images, JSON for types that end in it. */
export type MimeBundle = JsonObject;

export type NotebookOutput =
  | {
      readonly output_type: 'stream';
      readonly name: 'stdout' | 'stderr';
      readonly text: string;
      readonly rest?: JsonObject;
    }
  | {
      readonly output_type: 'execute_result';
      readonly execution_count: number | null;
      readonly data: MimeBundle;
      readonly metadata: JsonObject;
      readonly rest?: JsonObject;
    }
  | {
      readonly output_type: 'display_data';
      readonly data: MimeBundle;
      readonly metadata: JsonObject;
      readonly rest?: JsonObject;
    }
  | {
      readonly output_type: 'error';
      readonly ename: string;
      readonly evalue: string;
      /** Lines, with the terminal's colour codes in them. */
      readonly traceback: readonly string[];
      readonly rest?: JsonObject;
    }
  /** Of a type that isn't known here; all of it is in `rest`. */
  | { readonly output_type: 'unknown'; readonly rest: JsonObject };

export interface NotebookCell {
  /** A cell of an unknown type counts as raw; its own type is in `rest`. */
  readonly cell_type: 'markdown' | 'code' | 'raw';
  /** Unique in the notebook. */
  readonly id: string;
  readonly source: string;
  readonly metadata: JsonObject;
  /** Empty for what isn't code. */
  readonly outputs: readonly NotebookOutput[];
  readonly execution_count: number | null;
  /** Images that a markdown cell shows as `attachment:NAME`. */
  readonly attachments?: Readonly<Record<string, MimeBundle>>;
  readonly rest?: JsonObject;
}

export interface Notebook {
  readonly cells: readonly NotebookCell[];
  readonly metadata: JsonObject;
  readonly nbformat: 4;
  readonly nbformat_minor: number;
  readonly rest?: JsonObject;
}

/** Bounds that keep a notebook from freezing the page that opens it. */
export const NOTEBOOK_LIMITS = {
  /** Characters of the whole file. */
  text: 50_000_000,
  cells: 2000,
  /** Characters of one cell's source. */
  source: 1_000_000,
  /** Of one cell. */
  outputs: 1000,
  /** How deep JSON in metadata and outputs is nested. */
  depth: 64
} as const;

/** Why a text is no notebook, and where. */
export class NotebookError extends Error {
  override readonly name = 'NotebookError';
}
