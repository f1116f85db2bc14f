export * from "./desktop.ts";
export * from "./open-desktop-host.ts";
export * from "./probe-desktops.ts";
export { rdpFile } from "./rdp/rdp-file.ts";
export * from "./start-desktop.ts";
export * from "./template.ts";
