import type { LucidNode } from "@lucid/core";
import { type BrowserWindow, type IpcMainEvent, ipcMain, MessageChannelMain, type WebContents } from "electron";
import { PORT_MESSAGE, type PortMessage } from "../../preload/port-message.ts";
import { isPage } from "../page-address.ts";
import type { KeptLogin } from "../shell/kept-login.ts";
import type { NodeHost } from "../shell/node-host.ts";
import type { WindowKind } from "./window-kinds.ts";

export interface GivePortsDeps {
  readonly host: Pick<NodeHost, "node" | "onChange">;
  readonly login: KeptLogin;
}

interface Entry {
  readonly contents: WebContents;
  readonly kind: WindowKind;
  attached?: Disposable | undefined;
  /** Its page asked while there was no node. */
  isWaiting: boolean;
}

export interface GivePorts {
  /** Lets the page of a window ask for a port to the procedures of its kind. */
  serve(window: BrowserWindow, kind: WindowKind): void;
}

/**
 * The one message of a page that this process listens to, and the only thing it does for one: a window's own page asks for its port,
 * and gets one to the procedures of its kind. A page that is loaded anew, or whose node is another one, gets a new port.
 */
export function createGivePorts({ host, login }: GivePortsDeps): GivePorts {
  const entries = new Map<WebContents, Entry>();

  ipcMain.on(PORT_MESSAGE, (event) => {
    const entry = entries.get(event.sender);
    if (!entry || entry.kind.procedures.length === 0 || !isFromPage(event)) return;
    entry.isWaiting = true;
    if (host.node) give(entry, host.node);
  });
  host.onChange(() => {
    const { node } = host;
    if (node) for (const entry of entries.values()) if (entry.isWaiting) give(entry, node);
  });

  function give(entry: Entry, node: LucidNode): void {
    const { kind, procedures } = entry.kind;
    entry.isWaiting = false;
    entry.attached?.[Symbol.dispose]();
    const { port1, port2 } = new MessageChannelMain();
    entry.attached = node.gateway.attachPort(port1, { kind, procedures, refreshCookie: login }, () => undefined);
    entry.contents.postMessage(PORT_MESSAGE, { type: PORT_MESSAGE, gateway: node.url } satisfies PortMessage, [port2]);
  }

  return {
    serve(window, kind) {
      const entry: Entry = { contents: window.webContents, kind, isWaiting: false };
      entries.set(window.webContents, entry);
      window.once("closed", () => {
        entries.delete(entry.contents);
        entry.attached?.[Symbol.dispose]();
      });
    },
  };
}

/** The window's own page, and none that is embedded in it or came in its place. */
const isFromPage = ({ senderFrame }: IpcMainEvent): boolean =>
  senderFrame !== null && senderFrame.parent === null && isPage(senderFrame.url);
