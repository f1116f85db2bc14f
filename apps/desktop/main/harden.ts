import { type App, session } from "electron";
import { PAGE_ORIGIN } from "./page-protocol.ts";

/** What the page may ask the system for: its own full screen, and the clipboard on a click. */
const ALLOWED: ReadonlySet<string> = new Set(["fullscreen", "clipboard-sanitized-write", "clipboard-read"]);

const isPage = (url: string): boolean => URL.canParse(url) && new URL(url).href.startsWith(`${PAGE_ORIGIN}/`);

/** Deny by default: no permission, no other site in a window, no further window, no embedded content. */
export function refuseEverything(app: App): void {
  const allowed = (permission: string, url: string): boolean => ALLOWED.has(permission) && isPage(url);
  session.defaultSession.setPermissionRequestHandler((_contents, permission, decide, { requestingUrl }) =>
    decide(allowed(permission, requestingUrl)),
  );
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) => allowed(permission, `${origin}/`));
  session.defaultSession.setDevicePermissionHandler(() => false);

  app.on("web-contents-created", (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
    contents.on("will-navigate", (event) => {
      if (!isPage(event.url)) event.preventDefault();
    });
    contents.on("will-attach-webview", (event) => event.preventDefault());
  });
}
