export { createPaymentsChild } from "./create-payments-child.ts";
export type { PaymentsPort, PaymentsProcess } from "./payments-port.ts";
export type { PaymentsLink } from "./start-payments-link.ts";
export { startTron } from "./start-tron.ts";
export { pricesOf, sessionPriceOf, type TronSettings, tronSettings, tronSettingsFault } from "./tron.settings.ts";
