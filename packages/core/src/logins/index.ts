export { loginsOptions, loginsSettings } from "./logins.settings.ts";
export type { Origin } from "./logins.ts";
export { type LoginsArea, startLogins } from "./start-logins.ts";
