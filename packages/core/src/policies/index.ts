export { BUILT_IN_POLICIES } from "./built-in-policies.ts";
export { compilePolicy } from "./compile-policy.ts";
export { decide } from "./decide.ts";
export type { GovernedSession, SessionRules } from "./session-rules.ts";
export { type PoliciesArea, type RequestsArea, startPolicies } from "./start-policies.ts";
