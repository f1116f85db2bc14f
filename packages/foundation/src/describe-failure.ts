export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** What an answer or a stored row did not satisfy; never the values themselves. */
  readonly issues?: unknown;
  readonly cause?: Failure | undefined;
}

/** Causes of causes that are worth a line in the log. */
const MAX_DEPTH = 4;

/**
 * An error as the log keeps it. Only these fields: errors of libraries carry requests, answers and rows,
 * and so tokens and keys, as fields of their own.
 */
export function describeFailure(error: unknown, depth = 0): Failure {
  if (!(error instanceof Error)) return { name: typeof error, message: "not an Error", stack: undefined };
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    stack,
    ...("issues" in error ? { issues: error.issues } : {}),
    ...(cause === undefined || depth >= MAX_DEPTH ? {} : { cause: describeFailure(cause, depth + 1) }),
  };
}
