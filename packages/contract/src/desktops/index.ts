export * from "./desktops.errors.ts";
export * from "./hosting-off.ts";
