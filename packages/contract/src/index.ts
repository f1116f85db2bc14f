import { loginsContract } from "./logins/logins.contract.ts";
import { chainContract } from "./lucid-chain/lucid-chain.contract.ts";
import { nodeContract } from "./node/node.contract.ts";
import { peopleContract } from "./people/people.contract.ts";
import { sessionsContract } from "./sessions/sessions.contract.ts";

export * from "./desktops/desktops.errors.ts";
export * from "./logins/logins.errors.ts";
export * from "./logins/logins.schema.ts";
export * from "./lucid-chain/lucid-chain.errors.ts";
export * from "./lucid-chain/lucid-chain.schema.ts";
export * from "./node/node.events.ts";
export * from "./node/node.schema.ts";
export * from "./people/people.schema.ts";
export * from "./people/permissions.ts";
export * from "./policies/policies.schema.ts";
export * from "./sessions/sessions.errors.ts";
export * from "./sessions/sessions.schema.ts";
export * from "./shared/common.errors.ts";
export * from "./shared/envelope.ts";
export * from "./shared/lucid-error.ts";
export { type ProcedureMeta, procedure, type RateTier } from "./shared/procedure.ts";
export * from "./shared/shared.schema.ts";

/** Every procedure of a node: what REST, a window's port and calls in process have in common. */
export const contract = {
  logins: loginsContract,
  people: peopleContract,
  sessions: sessionsContract,
  chain: chainContract,
  node: nodeContract,
};
export type Contract = typeof contract;

/** Prefix of all REST paths. */
export const API_PREFIX = "/api/v1";
