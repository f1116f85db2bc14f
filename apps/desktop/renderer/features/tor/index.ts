export { torReducers } from "./tor-reducers.ts";
