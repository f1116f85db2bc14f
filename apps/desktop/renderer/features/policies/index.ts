import { lazyRouteComponent } from "@tanstack/react-router";

export { type PoliciesAddress, readPoliciesAddress } from "./policies-address.ts";
export { policyReducers } from "./policy-reducers.ts";
export { actionNames, decisionWords, ruleSentence, weekdayNames } from "./rule-words.ts";
export { useGroupNames } from "./use-group-names.ts";
export const PoliciesPage = lazyRouteComponent(() => import("./policies-page.tsx"), "PoliciesPage");
