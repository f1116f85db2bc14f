export { invoiceReducers } from "./invoice-reducers.ts";
