import { KeyScope } from "@lucid/contract";
import { isContractProcedure } from "@orpc/contract";
import { contract } from "../../shared/api/routes.ts";

/** Permissions that some call of a program needs: a scope that opens nothing is not offered. */
const NEEDED: ReadonlySet<unknown> = new Set(
  Object.values(contract)
    .flatMap((area) => Object.values<unknown>(area))
    .filter((procedure) => isContractProcedure(procedure))
    .map((procedure) => procedure["~orpc"].meta)
    .filter(({ personOnly }) => personOnly !== true)
    .map(({ access }) => access),
);

/** What a key of somebody with these permissions can be allowed. */
export const offeredScopes = (held: readonly string[]): readonly KeyScope[] =>
  KeyScope.options.filter((scope) => NEEDED.has(scope) && held.includes(scope));
