export { createLocalDesktops, type LocalDesktopsDeps } from "./create-local-desktops.ts";
export type {
  ConnectInfo,
  Desktop,
  DesktopEvent,
  DesktopExit,
  DesktopOptions,
  DesktopPolicy,
  Geometry,
  NetworkPolicy,
  SandboxLimit,
} from "./desktop.ts";
export { desktopsSettings } from "./desktops.settings.ts";
export type {
  CertificateKeeper,
  DesktopOpener,
  DesktopsPort,
  HostingCheck,
  HostingReport,
  OpenDesktopsOptions,
} from "./desktops-port.ts";
export { isRecordOnly } from "./input-event.ts";
export { describeKey } from "./keysyms/describe-key.ts";
export { rdpFile } from "./rdp/rdp-file.ts";
export { type DesktopHosting, type DesktopsArea, MissingProgramError, startDesktops } from "./start-desktops.ts";
