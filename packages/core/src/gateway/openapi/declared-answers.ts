import { API_PREFIX, type ErrorEntry, refusalsOf } from "@lucid/contract";
import type { Operation } from "../call.ts";
import { OPERATIONS } from "../operations.ts";
import { bulkRoutes } from "./bulk-paths.ts";
import type { DescribedRoute } from "./document.types.ts";
import { probeRoutes } from "./probe-paths.ts";

/** What an operation may answer with. */
export interface DeclaredAnswers {
  readonly success: readonly number[];
  readonly refusals: readonly ErrorEntry[];
}

interface DeclaredOperation extends DeclaredAnswers {
  readonly name: string;
  readonly method: string;
  /** Prefix of the path: the API's, or none. */
  readonly under: string;
  /** Below the prefix, with parameters in braces. */
  readonly path: string;
  readonly access: string;
  readonly fresh: boolean;
  readonly personOnly: boolean;
}

/** The procedures of the contract, the routes that carry bytes, and what watches over the node. */
export const DECLARED: readonly DeclaredOperation[] = [
  ...OPERATIONS.map((operation) => ({
    ...declared(operation, operation.method),
    under: API_PREFIX,
    path: operation.path,
    success: [operation.procedure["~orpc"].route.successStatus ?? 200],
  })),
  ...bulkRoutes.map((route) => ({ ...declaredRoute(route), under: API_PREFIX })),
  ...probeRoutes.map((route) => ({ ...declaredRoute(route), under: "" })),
];

function declared(operation: Operation, method: string) {
  const { name, access, rate, fresh = false, inLockdown = false, personOnly = false, errors = [] } = operation;
  const refusals = refusalsOf({ access, rate, fresh, inLockdown, personOnly, errors, hasBody: method !== "GET" });
  return { name, method, access, fresh, personOnly: personOnly || fresh, refusals };
}

function declaredRoute({ path, operation, described: { operationId, responses } }: DescribedRoute) {
  return { ...declared(operation, "GET"), name: operationId, path, success: Object.keys(responses).map(Number) };
}

/** The operation with this method and path, if there is one. `HEAD` is answered as `GET`. */
export const declaredOperation = (method: string, path: string): DeclaredOperation | undefined =>
  DECLARED.find((one) => one.method === (method === "HEAD" ? "GET" : method) && one.path === path);

/** Most literal first: `/blocks/latest` is no block's hash. */
const byPattern = DECLARED.toSorted((one, other) => parametersIn(one.path) - parametersIn(other.path)).map((operation) => ({
  operation,
  pattern: new RegExp(`^${operation.under}${operation.path.replace(/\{\w+\}/g, "[^/]+")}$`),
}));

function parametersIn(path: string): number {
  return path.split("{").length;
}

/** Not of an operation: the listener answers so before it knows what was asked for. */
const OF_THE_CONNECTION = [408, 431];

/**
 * Which answer a call got that its operation does not declare; undefined when it may answer so, or when the path is
 * none of the contract's. `target` is path and query of the request.
 */
export function undeclaredAnswer(method: string, target: string, status: number): string | undefined {
  const asked = method === "HEAD" ? "GET" : method;
  const pathname = target.split("?", 1)[0] ?? "";
  const operation = byPattern.find((one) => one.operation.method === asked && one.pattern.test(pathname))?.operation;
  if (!operation) return undefined;
  // The answer is a stream, which has no head without it.
  if (method === "HEAD" && status === 405) return undefined;
  const statuses = [...OF_THE_CONNECTION, ...operation.success, ...operation.refusals.map((entry) => entry.status)];
  return statuses.includes(status) ? undefined : `${operation.name} answered ${status}, which it does not declare`;
}
