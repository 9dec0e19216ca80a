/** A fault in PyTorch's own words. `type` is the Python exception it would be. */
export class TorchError extends Error {
  constructor(
    message: string,
    readonly type:
      | 'RuntimeError'
      | 'TypeError'
      | 'ValueError'
      | 'IndexError'
      | 'AssertionError'
      | 'GradcheckError'
      | '_LinAlgError'
      | 'NotImplementedError' = 'RuntimeError'
  ) {
    super(message);
    this.name = type;
  }
}
