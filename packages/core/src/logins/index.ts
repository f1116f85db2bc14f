export { loginsOptions, loginsSettings } from "./logins.settings.ts";
export type { Origin } from "./logins.ts";
export { resetSecondFactor } from "./reset-second-factor.ts";
export { type LoginsArea, startLogins } from "./start-logins.ts";
