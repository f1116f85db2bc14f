export { requirePrincipal } from "./principal.ts";
export * from "./services.ts";
