export * from "./desktop.ts";
export * from "./open-desktop-host.ts";
export * from "./start-desktop.ts";
export * from "./template.ts";
