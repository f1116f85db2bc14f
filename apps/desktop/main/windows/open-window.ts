import type { LucidNode } from "@lucid/core";
import { BrowserWindow, ipcMain, MessageChannelMain, type WebContents } from "electron";
import { PORT_MESSAGE, type PortMessage } from "../../preload/port-message.ts";
import { PAGE_ORIGIN } from "../page-protocol.ts";
import type { WindowKind } from "./window-kinds.ts";

export interface OpenWindowDeps {
  readonly node: Pick<LucidNode, "gateway" | "url" | "setupCode">;
  /** The built preload script. */
  readonly preload: string;
}

/** Opens a window of a kind. Its page gets a port to the procedures of that kind, and nothing else of this process. */
export function openWindow({ node, preload }: OpenWindowDeps, kind: WindowKind): BrowserWindow {
  const window = new BrowserWindow({
    ...kind.size,
    show: false,
    autoHideMenuBar: true,
    webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false },
  });
  const stopGiving = givePorts(window.webContents, node, kind);
  window.once("closed", stopGiving);
  window.once("ready-to-show", () => window.show());
  const setupCode = node.setupCode();
  const path = setupCode === undefined ? kind.root : `/setup#code=${encodeURIComponent(setupCode)}`;
  // A page that does not load is shown by the window itself.
  window.loadURL(`${PAGE_ORIGIN}${path}`).catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  return window;
}

/** Answers each request of the window's own page with a new port; a page that is loaded anew gets a new one. */
function givePorts(contents: WebContents, { gateway, url }: OpenWindowDeps["node"], kind: WindowKind): () => void {
  let attached: Disposable | undefined;

  function onRequest(event: Electron.IpcMainEvent): void {
    const fromPage = event.senderFrame?.parent === null && event.senderFrame.url.startsWith(`${PAGE_ORIGIN}/`);
    if (event.sender !== contents || !fromPage) return;
    attached?.[Symbol.dispose]();
    const { port1, port2 } = new MessageChannelMain();
    attached = gateway.attachPort(port1, kind, () => undefined);
    contents.postMessage(PORT_MESSAGE, { type: PORT_MESSAGE, gateway: url } satisfies PortMessage, [port2]);
  }

  ipcMain.on(PORT_MESSAGE, onRequest);
  return () => {
    ipcMain.off(PORT_MESSAGE, onRequest);
    attached?.[Symbol.dispose]();
  };
}
