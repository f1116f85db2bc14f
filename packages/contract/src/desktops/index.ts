export * from "./desktops.errors.ts";
