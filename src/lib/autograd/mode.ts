let enabled = true;

/** Whether operations are written to the tape. */
export const isGradEnabled = (): boolean => enabled;

function withMode<R>(mode: boolean, run: () => R): R {
  const before = enabled;
  enabled = mode;
  try {
    return run();
  } finally {
    enabled = before;
  }
}

/** Runs without recording, as `with torch.no_grad():`. */
export const noGrad = <R>(run: () => R): R => withMode(false, run);

/** Runs with recording on, as `with torch.enable_grad():`. */
export const enableGrad = <R>(run: () => R): R => withMode(true, run);

export const withGradMode = withMode;
