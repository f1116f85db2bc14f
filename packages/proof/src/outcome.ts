import { plainText } from "./encoding/plain-text.ts";
import { type FailureCode, failureReasons } from "./failures.ts";

/** What a check did not accept. `code` is stable; `reason` is a sentence for people; `detail` is for specialists. */
export interface Failure {
  readonly code: FailureCode;
  readonly reason: string;
  readonly detail?: string;
  /** Name of the bundle's part that is concerned. */
  readonly part?: string;
  /** Index of the chunk that is concerned. */
  readonly chunk?: number;
}

/** Details may quote the document: enough of it to find the place. */
const MAX_DETAIL = 300;

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export interface FailureContext {
  readonly detail?: string | undefined;
  readonly part?: string | undefined;
  readonly chunk?: number | undefined;
}

export const passed = <T>(value: T): Outcome<T> => ({ ok: true, value });

export function failed(code: FailureCode, context: FailureContext = {}): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { code, reason: failureReasons[code], ...present(context) } };
}

/** The same failure with a place added; what it already says about its place stays. */
export function locate<T>(outcome: Outcome<T>, context: FailureContext): Outcome<T> {
  return outcome.ok ? outcome : { ok: false, failure: { ...present(context), ...outcome.failure } };
}

function present(context: FailureContext) {
  return {
    ...(context.detail === undefined ? {} : { detail: plainText(context.detail, MAX_DETAIL) }),
    ...(context.part === undefined ? {} : { part: context.part }),
    ...(context.chunk === undefined ? {} : { chunk: context.chunk }),
  };
}
