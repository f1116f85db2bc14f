export * from "./desktop.ts";
export * from "./open-desktop-host.ts";
export * from "./probe-desktops.ts";
export { type HostingReport, MissingProgramError, probeHosting } from "./probe-hosting.ts";
export { rdpFile } from "./rdp/rdp-file.ts";
export * from "./start-desktop.ts";
export { type DesktopsArea, startDesktops } from "./start-desktops.ts";
export * from "./template.ts";
