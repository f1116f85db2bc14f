export { networkReducers } from "./network-reducers.ts";
