import { EventEmitter } from "node:events";
import { app } from "./app.ts";
import { host, preventable } from "./host.ts";
import { WebContents, type WebPreferences } from "./web-contents.ts";

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface BrowserWindowOptions extends Partial<Rectangle> {
  readonly show?: boolean;
  readonly title?: string;
  readonly webPreferences?: WebPreferences;
}

const windows: BrowserWindow[] = [];
let lastId = 0;

/** A window without a frame or a place on a screen: it remembers what it was told. */
export class BrowserWindow extends EventEmitter {
  static getAllWindows = (): BrowserWindow[] => [...windows];
  static getFocusedWindow = (): BrowserWindow | null => windows.find((window) => window.isFocused()) ?? null;
  static fromWebContents = (contents: WebContents): BrowserWindow | null =>
    windows.find((window) => window.webContents === contents) ?? null;
  static fromId = (id: number): BrowserWindow | null => windows.find((window) => window.id === id) ?? null;

  readonly id = ++lastId;
  readonly webContents: WebContents;
  #bounds: Rectangle;
  #title: string;
  #isVisible: boolean;
  #isFocused = false;
  #isMaximized = false;
  #isMinimized = false;
  #isFullScreen = false;
  #isDestroyed = false;

  constructor(options: BrowserWindowOptions = {}) {
    super();
    host.need("create BrowserWindow");
    const { x = 0, y = 0, width = 800, height = 600, show = true, title = "", webPreferences = {} } = options;
    this.#bounds = { x, y, width, height };
    this.#title = title;
    this.#isVisible = show;
    this.webContents = new WebContents(webPreferences, { width, height });
    windows.push(this);
    this.webContents.once("ready-to-show", () => this.emit("ready-to-show"));
    this.webContents.once("destroyed", () => this.#gone());
    this.webContents.on("standin-close", () => this.close());
    this.webContents.onWindow((url) => void new BrowserWindow().loadURL(url));
    app.emit("web-contents-created", {}, this.webContents);
    app.emit("browser-window-created", {}, this);
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.loadURL(url);
  }

  close(): void {
    if (this.#isDestroyed) return;
    const event = preventable({});
    this.emit("close", event);
    if (event.defaultPrevented) app.closeRefused();
    else this.destroy();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    void this.webContents.end();
    this.#gone();
  }

  #gone(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    windows.splice(windows.indexOf(this), 1);
    this.emit("closed");
    if (windows.length === 0) app.allWindowsClosed();
  }

  #changed(what: () => void, ...events: string[]): void {
    what();
    for (const event of events) this.emit(event);
  }

  show = (): void =>
    this.#changed(() => {
      this.#isVisible = true;
      this.#isMinimized = false;
    }, "show");
  hide = (): void =>
    this.#changed(() => {
      this.#isVisible = false;
    }, "hide");
  focus = (): void =>
    this.#changed(() => {
      for (const window of windows) window.#isFocused = window === this;
    }, "focus");
  minimize = (): void =>
    this.#changed(() => {
      this.#isMinimized = true;
    }, "minimize");
  restore = (): void =>
    this.#changed(() => {
      this.#isMinimized = false;
    }, "restore");
  maximize = (): void =>
    this.#changed(
      () => {
        this.#isMaximized = true;
      },
      "maximize",
      "resize",
    );
  unmaximize = (): void =>
    this.#changed(
      () => {
        this.#isMaximized = false;
      },
      "unmaximize",
      "resize",
    );
  setFullScreen = (is: boolean): void =>
    this.#changed(
      () => {
        this.#isFullScreen = is;
      },
      is ? "enter-full-screen" : "leave-full-screen",
    );
  setBounds = (bounds: Partial<Rectangle>): void =>
    this.#changed(
      () => {
        this.#bounds = { ...this.#bounds, ...bounds };
      },
      "move",
      "resize",
    );
  getBounds = (): Rectangle => ({ ...this.#bounds });
  getNormalBounds = (): Rectangle => ({ ...this.#bounds });
  isVisible = (): boolean => this.#isVisible;
  isFocused = (): boolean => this.#isFocused;
  isMaximized = (): boolean => this.#isMaximized;
  isMinimized = (): boolean => this.#isMinimized;
  isFullScreen = (): boolean => this.#isFullScreen;
  isDestroyed = (): boolean => this.#isDestroyed;
  getTitle = (): string => this.#title;
  setTitle = (title: string): void => {
    this.#title = title;
  };
  removeMenu(): void {}
  setMenu(): void {}
  flashFrame(): void {}
}

app.windows = () => [...windows];
