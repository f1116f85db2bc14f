import { API_PREFIX, type ErrorEntry, refusalsOf } from "@lucid/contract";
import { OPERATIONS } from "../operations.ts";
import { bulkRoutes } from "./bulk-paths.ts";

/** What an operation may answer with. */
export interface DeclaredAnswers {
  readonly success: readonly number[];
  readonly refusals: readonly ErrorEntry[];
}

interface DeclaredOperation extends DeclaredAnswers {
  readonly name: string;
  readonly method: string;
  /** Below the prefix, with parameters in braces. */
  readonly path: string;
  readonly access: string;
}

/** Everything under the prefix: the procedures of the contract, and the routes that carry bytes. */
export const DECLARED: readonly DeclaredOperation[] = [
  ...OPERATIONS.map(({ name, method, path, access, errors = [], procedure }) => ({
    name,
    method,
    path,
    access,
    success: [procedure["~orpc"].route.successStatus ?? 200],
    refusals: refusalsOf({ access, errors, hasBody: method !== "GET" }),
  })),
  ...bulkRoutes.map(({ path, operation: { access, errors = [] }, described }) => ({
    name: described.operationId,
    method: "GET",
    path,
    access,
    success: Object.keys(described.responses).map(Number),
    refusals: refusalsOf({ access, errors, hasBody: false }),
  })),
];

/** The operation with this method and path, if there is one. `HEAD` is answered as `GET`. */
export const declaredOperation = (method: string, path: string): DeclaredOperation | undefined =>
  DECLARED.find((one) => one.method === (method === "HEAD" ? "GET" : method) && one.path === path);

/** Most literal first: `/blocks/latest` is no block's hash. */
const byPattern = DECLARED.toSorted((one, other) => parametersIn(one.path) - parametersIn(other.path)).map((operation) => ({
  operation,
  pattern: new RegExp(`^${API_PREFIX}${operation.path.replace(/\{\w+\}/g, "[^/]+")}$`),
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
  const statuses = [...OF_THE_CONNECTION, ...operation.success, ...operation.refusals.map((entry) => entry.status)];
  return statuses.includes(status) ? undefined : `${operation.name} answered ${status}, which it does not declare`;
}
