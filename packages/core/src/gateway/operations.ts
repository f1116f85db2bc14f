import { contract, metaOf } from "@lucid/contract";
import {
  type AnyContractProcedure,
  type AnyContractRouter,
  getEventIteratorSchemaDetails,
  isContractProcedure,
} from "@orpc/contract";
import type { Operation } from "./call.ts";

export interface ListedOperation extends Operation {
  readonly method: string;
  /** Below the prefix, with parameters in braces. */
  readonly path: string;
  readonly procedure: AnyContractProcedure;
}

/** Every procedure of the contract with what the guard asks of it. */
export const OPERATIONS: readonly ListedOperation[] = list(contract, []);

const byRoute = new Map(OPERATIONS.map((operation) => [operation.procedure["~orpc"].route, operation]));

/** The operation behind a procedure that a door or the router was asked for. */
export function operationOf(procedure: { readonly "~orpc": Pick<AnyContractProcedure["~orpc"], "route"> }): ListedOperation {
  const operation = byRoute.get(procedure["~orpc"].route);
  if (!operation) throw new Error("The router serves a procedure that is not in the contract");
  return operation;
}

function list(router: AnyContractRouter, path: readonly string[]): ListedOperation[] {
  if (!isContractProcedure(router)) return Object.entries(router).flatMap(([name, child]) => list(child, [...path, name]));
  const { route, outputSchema } = router["~orpc"];
  const name = path.join(".");
  if (route.path === undefined || route.method === undefined) throw new Error(`The procedure ${name} has no route`);
  const { changes: _changes, ...rules } = metaOf(router);
  const { method, path: under } = route;
  const reads = method === "GET";
  const isStream = getEventIteratorSchemaDetails(outputSchema) !== undefined;
  return [{ name, ...rules, isStream, reads, method, path: under, procedure: router }];
}
