export { policyReducers } from "./policy-reducers.ts";
