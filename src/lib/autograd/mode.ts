let enabled = true;

/** Whether operations are written to the tape. */
export const isGradEnabled = (): boolean => enabled;

/**
 * Switches recording on or off until somebody else does, as `torch.set_grad_enabled(mode)`.
 * @returns what it was before
 */
export function setGradEnabled(mode: boolean): boolean {
  const before = enabled;
  enabled = mode;
  return before;
}

/** Runs with recording on or off. */
export function withGradMode<R>(mode: boolean, run: () => R): R {
  const before = setGradEnabled(mode);
  try {
    return run();
  } finally {
    enabled = before;
  }
}

/** Runs without recording, as `with torch.no_grad():`. */
export const noGrad = <R>(run: () => R): R => withGradMode(false, run);

/** Runs with recording on, as `with torch.enable_grad():`. */
export const enableGrad = <R>(run: () => R): R => withGradMode(true, run);
