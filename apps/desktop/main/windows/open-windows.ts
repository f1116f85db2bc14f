import { BrowserWindow, screen } from "electron";
import { isPage, PAGE_ORIGIN } from "../page-address.ts";
import type { ShellSettingsFile } from "../shell/shell-settings.ts";
import type { GivePorts } from "./give-ports.ts";
import { kindForPath, type WindowKind } from "./window-kinds.ts";
import { placeFor } from "./window-place.ts";

export interface OpenWindowsDeps {
  /** The built preload script. */
  readonly preload: string;
  readonly ports: GivePorts;
  readonly settings: ShellSettingsFile;
  /** A window shall close; to be prevented by whoever asks first. */
  readonly onClosing: (event: { preventDefault(): void }, window: BrowserWindow) => void;
  /** A page's process is gone. */
  readonly onCrash: (window: BrowserWindow) => void;
  /** A page does not load. */
  readonly onTrouble: (error: unknown) => void;
}

export interface OpenWindows {
  /** Opens a window of the kind, or shows the one there is; at `path`, else where the kind begins. */
  open(kind: WindowKind, path?: string): BrowserWindow;
  /** Brings the window back that was used last; false where there is none. */
  focus(): boolean;
  /** Loads all pages anew. */
  reload(): void;
}

export function createOpenWindows(deps: OpenWindowsDeps): OpenWindows {
  const open = new Map<BrowserWindow, WindowKind>();

  function show(window: BrowserWindow): void {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  function load(window: BrowserWindow, path: string): void {
    window.loadURL(`${PAGE_ORIGIN}${path}`).catch(deps.onTrouble);
  }

  function openNew(kind: WindowKind, path: string): BrowserWindow {
    const { x, y, width, height, maximized } = placeFor(
      kind,
      deps.settings.get().places[kind.kind],
      screen.getAllDisplays().map(({ workArea }) => workArea),
      [...open.values()].filter((other) => other === kind).length,
    );
    const window = new BrowserWindow({
      ...kind.size,
      width,
      height,
      ...(x === undefined || y === undefined ? {} : { x, y }),
      show: false,
      autoHideMenuBar: true,
      webPreferences: {
        preload: deps.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
      },
    });
    open.set(window, kind);
    deps.ports.serve(window, kind);
    window.webContents.setWindowOpenHandler(({ url }) => {
      openForPage(url);
      return { action: "deny" };
    });
    window.webContents.on("render-process-gone", (_event, { reason }) => {
      if (reason !== "clean-exit") deps.onCrash(window);
    });
    window.once("ready-to-show", () => {
      if (maximized) window.maximize();
      window.show();
    });
    window.on("close", (event) => {
      deps.settings.change({
        places: { ...deps.settings.get().places, [kind.kind]: { ...window.getNormalBounds(), maximized: window.isMaximized() } },
      });
      deps.onClosing(event, window);
    });
    window.once("closed", () => open.delete(window));
    load(window, path);
    return window;
  }

  /** A page may have a window of some kinds opened for its own paths, and is given no hold of it. */
  function openForPage(url: string): void {
    if (!isPage(url)) return;
    const { pathname, search, hash } = new URL(url);
    const kind = kindForPath(pathname);
    if (kind) openAt(kind, `${pathname}${search}${hash}`);
  }

  function openAt(kind: WindowKind, path?: string): BrowserWindow {
    const wanted = path ?? kind.root;
    const [window] =
      [...open].find(([other, itsKind]) => itsKind === kind && (kind.opens === "one" || isAt(other, wanted))) ?? [];
    if (!window) return openNew(kind, wanted);
    if (path !== undefined && !isAt(window, path)) load(window, path);
    show(window);
    return window;
  }

  return {
    open: openAt,
    focus() {
      const last = BrowserWindow.getFocusedWindow() ?? [...open.keys()].at(-1);
      if (last) show(last);
      return last !== undefined;
    },
    reload() {
      for (const window of open.keys()) window.webContents.reload();
    },
  };
}

const isAt = (window: BrowserWindow, path: string): boolean => window.webContents.getURL() === `${PAGE_ORIGIN}${path}`;
