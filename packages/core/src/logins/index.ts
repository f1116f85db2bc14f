export type { Origin } from "./auth.ts";
export { passesKyc } from "./permissions.ts";
export { type LoginsArea, startLogins } from "./start-logins.ts";
