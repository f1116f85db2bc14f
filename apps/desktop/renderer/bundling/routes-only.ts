import { contract } from "@lucid/contract";
import { type AnyContractRouter, isContractProcedure } from "@orpc/contract";
import type { Plugin } from "vite";

/**
 * The page calls by routes; what goes in and comes out is checked by the node. So the contract that the page loads holds routes
 * and who may call them, and does not grow with the schemas of every area.
 */
export const routesOnly = (): Plugin => ({
  name: "lucid-routes-only",
  apply: "build",
  load: {
    filter: { id: /\/shared\/api\/routes\.ts$/ },
    handler: () => `export const contract = ${JSON.stringify(routesOf(contract))};`,
  },
});

/** A router of the same names whose procedures have route and access, and nothing else. */
export function routesOf(router: AnyContractRouter): object {
  if (!isContractProcedure(router)) {
    return Object.fromEntries(Object.entries(router).map(([name, part]) => [name, routesOf(part)]));
  }
  const { route, meta } = router["~orpc"];
  const { method, path, inputStructure, outputStructure } = route;
  return {
    "~orpc": {
      errorMap: {},
      meta: { access: meta["access"], ...(meta["personOnly"] === true && { personOnly: true }) },
      route: { method, path, inputStructure, outputStructure },
    },
  };
}
