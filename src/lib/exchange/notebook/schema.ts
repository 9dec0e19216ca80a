import * as v from 'valibot';
import {
  NOTEBOOK_LIMITS,
  type JsonObject,
  type MimeBundle,
  type NotebookCell,
  type NotebookOutput
} from './types';

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The values come from `JSON.parse`, so only their depth is in question. */
export const isShallow = (value: unknown, depth = 0): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (depth < NOTEBOOK_LIMITS.depth &&
    Object.values(value).every((part) => isShallow(part, depth + 1)));

const object = v.custom<JsonObject>(
  (value) => isObject(value) && isShallow(value),
  `it takes an object, at most ${NOTEBOOK_LIMITS.depth} deep`
);
/** A text, or a list of its lines. */
const text = v.pipe(
  v.custom<string | readonly string[]>(
    (value) =>
      typeof value === 'string' ||
      (Array.isArray(value) && value.every((line) => typeof line === 'string')),
    'it takes a text or a list of lines'
  ),
  v.transform((value) => (typeof value === 'string' ? value : value.join('')))
);
const count = v.optional(
  v.nullable(v.pipe(v.number('it takes a number'), v.integer('it takes a whole number'))),
  null
);
const source = v.pipe(
  text,
  v.maxLength(
    NOTEBOOK_LIMITS.source,
    `a cell has at most ${NOTEBOOK_LIMITS.source.toLocaleString('en')} characters`
  )
);
const metadata = v.optional(object, {});

const isJsonType = (mime: string): boolean =>
  mime === 'application/json' || (mime.startsWith('application/') && mime.endsWith('+json'));

/** Texts in one piece; Jupyter's files have them in lines. */
const joined = (bundle: JsonObject): MimeBundle =>
  Object.fromEntries(
    Object.entries(bundle).map(([mime, value]) => [
      mime,
      !isJsonType(mime) &&
      Array.isArray(value) &&
      value.every((line): line is string => typeof line === 'string')
        ? value.join('')
        : value
    ])
  );
const bundle = v.pipe(v.optional(object, {}), v.transform(joined));
const attachments = v.pipe(
  object,
  v.check((files) => Object.values(files).every(isObject), 'it takes an object for each name'),
  v.transform((files) =>
    Object.fromEntries(
      Object.entries(files).map(([name, file]) => [name, joined(file as JsonObject)])
    )
  )
);

/** `rest` where there is any. */
export const others = (rest: Record<string, unknown>): { rest?: JsonObject } =>
  Object.keys(rest).length > 0 ? { rest: rest as JsonObject } : {};

const stream = v.pipe(
  v.looseObject({ output_type: v.literal('stream'), name: v.optional(v.string()), text }),
  v.transform(({ output_type, name, text: written, ...rest }): NotebookOutput => {
    const to = name === 'stderr' ? 'stderr' : 'stdout';
    return { output_type, name: to, text: written, ...others(rest) };
  })
);
const result = v.pipe(
  v.looseObject({
    output_type: v.literal('execute_result'),
    execution_count: count,
    data: bundle,
    metadata
  }),
  v.transform(({ output_type, execution_count, data, metadata: own, ...rest }): NotebookOutput => ({
    output_type,
    execution_count,
    data,
    metadata: own,
    ...others(rest)
  }))
);
const display = v.pipe(
  v.looseObject({ output_type: v.literal('display_data'), data: bundle, metadata }),
  v.transform(({ output_type, data, metadata: own, ...rest }): NotebookOutput => ({
    output_type,
    data,
    metadata: own,
    ...others(rest)
  }))
);
const error = v.pipe(
  v.looseObject({
    output_type: v.literal('error'),
    ename: v.optional(v.string(), ''),
    evalue: v.optional(v.string(), ''),
    traceback: v.optional(v.array(v.string()), [])
  }),
  v.transform(({ output_type, ename, evalue, traceback, ...rest }): NotebookOutput => ({
    output_type,
    ename,
    evalue,
    traceback,
    ...others(rest)
  }))
);
const unknownOutput = v.pipe(
  object,
  v.transform((rest): NotebookOutput => ({ output_type: 'unknown', rest }))
);
const outputs = { stream, execute_result: result, display_data: display, error } as const;
const isKnownOutput = (type: unknown): type is keyof typeof outputs =>
  typeof type === 'string' && Object.hasOwn(outputs, type);

const output = v.lazy((value) => {
  const type = isObject(value) ? value.output_type : undefined;
  return isKnownOutput(type) ? outputs[type] : unknownOutput;
});

/** A cell before it is sure of an id. */
export type Unnamed = Omit<NotebookCell, 'id'> & { readonly id: string | null };

const id = v.optional(
  v.pipe(
    v.unknown(),
    v.transform((value) =>
      typeof value === 'string' && /^[\w-]{1,64}$/.test(value) ? value : null
    )
  ),
  null
);
const code = v.pipe(
  v.looseObject({
    cell_type: v.literal('code'),
    id,
    source,
    metadata,
    outputs: v.optional(
      v.pipe(
        v.array(output, 'it takes a list'),
        v.maxLength(
          NOTEBOOK_LIMITS.outputs,
          `a cell has at most ${NOTEBOOK_LIMITS.outputs.toLocaleString('en')} outputs`
        )
      ),
      []
    ),
    execution_count: count
  }),
  v.transform(({ cell_type, id: own, source: written, metadata: said, ...more }): Unnamed => {
    const { outputs: shown, execution_count, ...rest } = more;
    return {
      ...{ cell_type, id: own, source: written, metadata: said },
      ...{ outputs: shown, execution_count, ...others(rest) }
    };
  })
);
const prose = v.pipe(
  v.looseObject({
    cell_type: v.picklist(['markdown', 'raw']),
    id,
    source,
    metadata,
    attachments: v.optional(attachments)
  }),
  v.transform(({ cell_type, id: own, source: written, metadata: said, ...more }): Unnamed => {
    const { attachments: files, ...rest } = more;
    return {
      ...{ cell_type, id: own, source: written, metadata: said },
      ...{ outputs: [], execution_count: null, ...others(rest) },
      ...(files ? { attachments: files } : {})
    };
  })
);
const unknownCell = v.pipe(
  v.looseObject({
    cell_type: v.string('it takes a text'),
    id,
    source: v.optional(source, ''),
    metadata
  }),
  v.check((value) => isShallow(value), `it is more than ${NOTEBOOK_LIMITS.depth} deep`),
  v.transform(({ id: own, source: written, metadata: said, ...rest }): Unnamed => ({
    ...{ cell_type: 'raw', id: own, source: written, metadata: said },
    ...{ outputs: [], execution_count: null, ...others(rest) }
  }))
);
const cell = v.lazy((value) => {
  const type = isObject(value) ? value.cell_type : undefined;
  if (type === 'code') return code;
  return type === 'markdown' || type === 'raw' ? prose : unknownCell;
});

export const schema = v.looseObject({
  cells: v.pipe(
    v.array(cell, 'a notebook has a list of cells'),
    v.maxLength(
      NOTEBOOK_LIMITS.cells,
      `at most ${NOTEBOOK_LIMITS.cells.toLocaleString('en')} cells can be opened`
    )
  ),
  metadata,
  nbformat: v.literal(4),
  nbformat_minor: v.optional(v.pipe(v.number(), v.integer()), 0)
});
