import type { z } from "zod";

export interface ErrorEntry<Data extends z.ZodType = z.ZodType> {
  /** Code on the wire: LUCID_ERR_nnnn, or LUCID_<AREA>_ERR_nnnn. */
  readonly code: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean;
  readonly message: string;
  readonly data?: Data;
}

/** An outcome the catalogue names. `details` is safe to show: it never holds a secret. */
export class LucidError extends Error {
  readonly code: string;
  readonly status: number;
  readonly retryable: boolean;
  readonly details: unknown;

  constructor(entry: ErrorEntry, details: unknown, options?: { cause?: unknown; message?: string }) {
    super(options?.message ?? entry.message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = "LucidError";
    this.code = entry.code;
    this.status = entry.status;
    this.retryable = entry.retryable;
    this.details = details;
  }
}

type DataOf<Entry> = Entry extends { data: infer Data extends z.ZodType } ? z.infer<Data> : undefined;
type Throwers<Spec> = {
  readonly [Name in keyof Spec]: (
    ...args: DataOf<Spec[Name]> extends undefined
      ? [data?: undefined, options?: { cause?: unknown; message?: string }]
      : [data: DataOf<Spec[Name]>, options?: { cause?: unknown; message?: string }]
  ) => LucidError;
};

/** Declares errors once: `catalog.NAME(data, options)` makes one, `catalog.spec` lists them. */
export function errorCatalog<const Spec extends Record<string, ErrorEntry>>(
  spec: Spec,
): Throwers<Spec> & { readonly spec: Spec } {
  const throwers = Object.fromEntries(
    Object.entries(spec).map(([name, entry]) => [
      name,
      (data?: unknown, options?: { cause?: unknown; message?: string }) => new LucidError(entry, data, options),
    ]),
  );
  return { ...throwers, spec } as unknown as Throwers<Spec> & {
    readonly spec: Spec;
  };
}
