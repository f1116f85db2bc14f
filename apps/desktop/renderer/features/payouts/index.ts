export { payoutReducers } from "./payout-reducers.ts";
