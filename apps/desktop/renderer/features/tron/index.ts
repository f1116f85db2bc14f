export { tronReducers } from "./tron-reducers.ts";
