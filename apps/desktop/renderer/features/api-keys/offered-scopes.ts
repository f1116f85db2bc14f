import { contract, KeyScope, metaOf } from "@lucid/contract";
import { isContractProcedure } from "@orpc/contract";

/** Permissions that some call of a program needs: a scope that opens nothing is not offered. */
const NEEDED: ReadonlySet<string> = new Set(
  Object.values(contract)
    .flatMap((area) => Object.values<unknown>(area))
    .filter((procedure) => isContractProcedure(procedure))
    .map(metaOf)
    .filter(({ personOnly }) => !personOnly)
    .map(({ access }) => access),
);

/** What a key of somebody with these permissions can be allowed. */
export const offeredScopes = (held: readonly string[]): readonly KeyScope[] =>
  KeyScope.options.filter((scope) => NEEDED.has(scope) && held.includes(scope));
