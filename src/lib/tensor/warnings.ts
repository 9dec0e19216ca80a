/** What PyTorch says by Python's `warnings.warn`. */
export type Warner = (message: string, category: 'UserWarning' | 'FutureWarning') => void;

let warner: Warner | null = null;

/** Who hears the warnings from now on; nobody does until then. */
export function installWarner(next: Warner | null): void {
  warner = next;
}

export function warn(
  message: string,
  category: 'UserWarning' | 'FutureWarning' = 'UserWarning'
): void {
  warner?.(message, category);
}
