export { startPayouts } from "./start-payouts.ts";
