import * as Y from 'yjs';

/** What tabs with the same document say to each other: a change, or what one has and asks the rest for. */
type Message =
  | { readonly kind: 'update'; readonly update: Uint8Array }
  | { readonly kind: 'state'; readonly vector: Uint8Array };

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;

function asMessage(data: unknown): Message | null {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return null;
  if (data.kind === 'update' && 'update' in data && isBytes(data.update)) {
    return { kind: 'update', update: data.update };
  }
  if (data.kind === 'state' && 'vector' in data && isBytes(data.vector)) {
    return { kind: 'state', vector: data.vector };
  }
  return null;
}

/**
 * Exchanges changes of a Yjs document with the other tabs that have it open.
 * @param kept origin of what comes from the disk, which the others have read themselves
 * @returns how to stop
 */
export function shareBetweenTabs(name: string, ydoc: Y.Doc, kept: unknown): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined;
  const channel = new BroadcastChannel(name);
  const say = (message: Message): void => channel.postMessage(message);
  // What another tab did while this one was reading from the disk would be missing for good.
  const ask = (): void => say({ kind: 'state', vector: Y.encodeStateVector(ydoc) });

  const onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin !== channel && origin !== kept) say({ kind: 'update', update });
  };
  ydoc.on('update', onUpdate);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = asMessage(data);
    try {
      if (message?.kind === 'state') {
        say({ kind: 'update', update: Y.encodeStateAsUpdate(ydoc, message.vector) });
      } else if (message) {
        Y.applyUpdate(ydoc, message.update, channel);
        if (ydoc.store.pendingStructs) ask();
      }
    } catch {
      // A tab of another version may speak another tongue: this one keeps what it has.
    }
  };
  ask();
  return () => {
    ydoc.off('update', onUpdate);
    channel.close();
  };
}
