import { authContract, usersContract } from "./auth.contract.ts";
import { chainContract } from "./chain.contract.ts";
import { nodeContract } from "./node.contract.ts";
import { sessionsContract } from "./sessions.contract.ts";

export * from "./auth.contract.ts";
export * from "./chain.contract.ts";
export * from "./errors/index.ts";
export * from "./node.contract.ts";
export * from "./permissions.ts";
export * from "./policy.ts";
export { type ProcedureMeta, procedure, type RateTier } from "./procedure.ts";
export * from "./sessions.contract.ts";
export * from "./sessions.schema.ts";
export * from "./shared.ts";

/** Every procedure of a node: what REST, a window's port and calls in process have in common. */
export const contract = {
  auth: authContract,
  users: usersContract,
  sessions: sessionsContract,
  chain: chainContract,
  node: nodeContract,
};
export type Contract = typeof contract;

/** Prefix of all REST paths. */
export const API_PREFIX = "/api/v1";
