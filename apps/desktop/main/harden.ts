import { type App, session } from "electron";
import { isPage } from "./page-address.ts";

/** What the page may ask the system for: its own full screen, the clipboard on a click, and a hardware wallet. */
const ALLOWED: ReadonlySet<string> = new Set(["fullscreen", "clipboard-sanitized-write", "clipboard-read", "hid"]);
/** USB vendor id of Ledger: the only devices that a screen speaks to. */
const LEDGER = 0x2c_97;

/** Deny by default: no permission, no device, no other site in a window, no further window, no embedded content. */
export function refuseEverything(app: App): void {
  const { defaultSession } = session;
  const allowed = (permission: string, url: string): boolean => ALLOWED.has(permission) && isPage(url);
  defaultSession.setPermissionRequestHandler((_contents, permission, decide, { requestingUrl }) =>
    decide(allowed(permission, requestingUrl)),
  );
  defaultSession.setPermissionCheckHandler((_contents, permission, origin) => allowed(permission, `${origin}/`));
  // WebUSB and Web Serial: no screen needs them. Of WebHID the page reaches what it asked for in a click, of one maker.
  defaultSession.setDevicePermissionHandler(
    ({ deviceType, origin, device }) =>
      deviceType === "hid" && isPage(`${origin}/`) && "vendorId" in device && device.vendorId === LEDGER,
  );
  defaultSession.on("select-hid-device", (event, { deviceList, frame }, choose) => {
    event.preventDefault();
    const isAsked = frame !== null && isPage(frame.url);
    choose(isAsked ? deviceList.find(({ vendorId }) => vendorId === LEDGER)?.deviceId : undefined);
  });
  defaultSession.setDisplayMediaRequestHandler(null);

  app.on("web-contents-created", (_event, contents) => {
    // What a window may have opened, it says itself.
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
    contents.on("will-navigate", (event) => {
      if (!isPage(event.url)) event.preventDefault();
    });
    contents.on("will-frame-navigate", (event) => {
      if (!isPage(event.url)) event.preventDefault();
    });
    contents.on("will-redirect", (event) => {
      if (!isPage(event.url)) event.preventDefault();
    });
    contents.on("will-attach-webview", (event) => event.preventDefault());
  });
}
