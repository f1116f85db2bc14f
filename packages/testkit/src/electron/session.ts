import type { CdpConnection } from "./cdp.ts";
import { host } from "./host.ts";

type CheckHandler = (contents: unknown, permission: string, origin: string, details: object) => boolean;
type RequestHandler = (
  contents: unknown,
  permission: string,
  decide: (granted: boolean) => void,
  details: { readonly requestingUrl: string; readonly isMainFrame: boolean },
) => void;

/** Electron's name of a permission, and Chromium's. */
const PERMISSIONS: readonly (readonly [electron: string, chromium: string])[] = [
  ["geolocation", "geolocation"],
  ["notifications", "notifications"],
  ["media", "camera"],
  ["media", "microphone"],
  ["midi", "midi"],
  ["clipboard-read", "clipboard-read"],
  ["clipboard-sanitized-write", "clipboard-write"],
  ["idle-detection", "idle-detection"],
  ["window-management", "window-management"],
];

let onCheck: CheckHandler | undefined;
let onRequest: RequestHandler | undefined;

/** Without handlers Electron grants everything. Chromium cannot ask this process in the moment, so it is told beforehand. */
export async function tellPermissions(cdp: CdpConnection, url: string): Promise<void> {
  const { outside } = host.need("grant permissions").pages;
  for (const [electron, chromium] of PERMISSIONS) {
    const requested = await new Promise<boolean>((resolve) => {
      if (onRequest) onRequest(null, electron, resolve, { requestingUrl: url, isMainFrame: true });
      else resolve(true);
    });
    const checked = onCheck?.(null, electron, originOf(url), {}) ?? true;
    const setting = requested && checked ? "granted" : "denied";
    await cdp.send("Browser.setPermission", {
      permission: { name: chromium },
      setting,
      origin: new URL(outside(url)).origin,
    });
  }
}

const originOf = (url: string): string => /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? url;

const defaultSession = {
  setPermissionRequestHandler(handler: RequestHandler | null): void {
    onRequest = handler ?? undefined;
  },
  setPermissionCheckHandler(handler: CheckHandler | null): void {
    onCheck = handler ?? undefined;
  },
  // Neither a device nor a WebSocket's handshake can be had from outside of Chromium: see the README.
  setDevicePermissionHandler(): void {},
  setUSBProtectedClassesHandler(): void {},
  setDisplayMediaRequestHandler(): void {},
  setSpellCheckerEnabled(): void {},
  setSpellCheckerLanguages(): void {},
  on(): void {},
  webRequest: { onBeforeSendHeaders(): void {}, onBeforeRequest(): void {}, onHeadersReceived(): void {} },
  async clearStorageData(): Promise<void> {},
};

export const session = { defaultSession };
