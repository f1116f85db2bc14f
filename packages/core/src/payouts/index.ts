export { type PayoutsServiceDeps, payeeOf, type SweepDeps } from "./create-payouts-service.ts";
export { startPayouts } from "./start-payouts.ts";
