import { app } from "./app.ts";

/** What `import ... from "electron"` gives in the stand-in's main process. */
export { app } from "./app.ts";
export { BrowserWindow } from "./browser-window.ts";
export {
  crashReporter,
  dialog,
  Menu,
  MenuItem,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  screen,
  shell,
  Tray,
} from "./desktop-parts.ts";
export { ipcMain } from "./ipc-main.ts";
export { MessageChannelMain, MessagePortMain } from "./message-ports.ts";
export { session } from "./session.ts";
export { utilityProcess } from "./utility-process.ts";
export { webContents } from "./web-contents.ts";

import { host } from "./host.ts";

export const net = { fetch: (request: Request): Promise<Response> => fetch(request), isOnline: (): boolean => true };

export const protocol = {
  registerSchemesAsPrivileged(): void {
    if (host.isReady()) throw new Error("protocol.registerSchemesAsPrivileged should be called before app is ready");
  },
  handle(scheme: string, handler: (request: Request) => Response | Promise<Response>): void {
    app.schemes.set(scheme, handler);
    host.need("handle protocols").pages.handle(scheme, handler);
  },
  unhandle(scheme: string): void {
    app.schemes.delete(scheme);
    host.need("handle protocols").pages.unhandle(scheme);
  },
  isProtocolHandled: (scheme: string): boolean => app.schemes.has(scheme),
};
