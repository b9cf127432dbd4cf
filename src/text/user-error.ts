// A failure that is shown to the user as it is: lower case, names the thing, then the way out.
// Everything else that is thrown is a bug and is logged with its stack.

export class UserError extends Error {
  override readonly name = 'UserError';
  /** Exit code of the CLI: 1 error, 2 usage or not found. */
  readonly exitCode: 1 | 2;

  constructor(message: string, options: { exitCode?: 1 | 2 } = {}) {
    super(message);
    this.exitCode = options.exitCode ?? 1;
  }
}
