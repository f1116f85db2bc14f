import { fileURLToPath } from "node:url";
import type { LucidNode } from "@lucid/core";
import { BrowserWindow, ipcMain, MessageChannelMain, type WebContents } from "electron";
import { PAGE_ORIGIN } from "./page-protocol.ts";

const PRELOAD = fileURLToPath(new URL("../preload/dist/preload.cjs", import.meta.url));
const PORT_MESSAGE = "lucid:port";

/** The main window. Its page gets a port to the node, and nothing else of this process. */
export function openMainWindow(node: Pick<LucidNode, "gateway" | "url" | "setupCode">): BrowserWindow {
  const window = new BrowserWindow({
    width: 1_280,
    height: 800,
    minWidth: 400,
    minHeight: 500,
    show: false,
    autoHideMenuBar: true,
    webPreferences: { preload: PRELOAD, sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false },
  });
  const stopGiving = givePorts(window.webContents, node);
  window.once("closed", stopGiving);
  window.once("ready-to-show", () => window.show());
  const setupCode = node.setupCode();
  const path = setupCode === undefined ? "/" : `/setup#code=${encodeURIComponent(setupCode)}`;
  // A page that does not load is shown by the window itself.
  window.loadURL(`${PAGE_ORIGIN}${path}`).catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  return window;
}

/** Answers each request of the window's own page with a new port; a page that is loaded anew gets a new one. */
function givePorts(contents: WebContents, { gateway, url }: Pick<LucidNode, "gateway" | "url">): () => void {
  let attached: Disposable | undefined;

  function onRequest(event: Electron.IpcMainEvent): void {
    const fromPage = event.senderFrame?.parent === null && event.senderFrame.url.startsWith(`${PAGE_ORIGIN}/`);
    if (event.sender !== contents || !fromPage) return;
    attached?.[Symbol.dispose]();
    const { port1, port2 } = new MessageChannelMain();
    attached = gateway.attachPort(port1, "main", () => undefined);
    contents.postMessage(PORT_MESSAGE, { gateway: url }, [port2]);
  }

  ipcMain.on(PORT_MESSAGE, onRequest);
  return () => {
    ipcMain.off(PORT_MESSAGE, onRequest);
    attached?.[Symbol.dispose]();
  };
}
