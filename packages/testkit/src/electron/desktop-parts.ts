import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import { app } from "./app.ts";

/** What a desktop would show. A test looks at what was told to it, and does what a person would. */
export class MenuItem {
  [key: string]: unknown;
  constructor(template: object) {
    Object.assign(this, { enabled: true, visible: true, type: "normal" }, template);
    if (Array.isArray(this["submenu"])) this["submenu"] = Menu.buildFromTemplate(this["submenu"] as object[]);
  }
}

export class Menu extends EventEmitter {
  static #application: Menu | null = null;
  readonly items: MenuItem[] = [];
  static buildFromTemplate(template: readonly object[]): Menu {
    const menu = new Menu();
    for (const item of template) menu.items.push(new MenuItem(item));
    return menu;
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }
  static getApplicationMenu = (): Menu | null => Menu.#application;
  popup(): void {}
}

export class Tray extends EventEmitter {
  #isDestroyed = false;
  setToolTip(_text: string): void {}
  setContextMenu(_menu: Menu | null): void {}
  setImage(_image: unknown): void {}
  isDestroyed = (): boolean => this.#isDestroyed;
  destroy(): void {
    this.#isDestroyed = true;
  }
}

export class Notification extends EventEmitter {
  static isSupported = (): boolean => true;
  readonly title: string;
  readonly body: string;
  constructor({ title = "", body = "" }: { readonly title?: string; readonly body?: string } = {}) {
    super();
    this.title = title;
    this.body = body;
  }
  show(): void {
    this.emit("show", {});
  }
  close(): void {
    this.emit("close", {});
  }
}

/** A dialog waits for a person; a test answers in its place. */
const unanswered = (): Promise<never> => new Promise(() => undefined);
export const dialog = {
  showMessageBox: (..._args: unknown[]): Promise<{ response: number; checkboxChecked: boolean }> => unanswered(),
  showOpenDialog: (..._args: unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> => unanswered(),
  showSaveDialog: (..._args: unknown[]): Promise<{ canceled: boolean; filePath: string }> => unanswered(),
  showErrorBox: (title: string, content: string): void => void process.stderr.write(`${title}: ${content}\n`),
};

export const shell = {
  openExternal: async (_url: string): Promise<void> => undefined,
  openPath: async (_path: string): Promise<string> => "",
  showItemInFolder: (_path: string): void => undefined,
  beep: (): void => undefined,
};

class PowerMonitor extends EventEmitter {
  getSystemIdleState = (): string => "active";
  isOnBatteryPower = (): boolean => false;
}
export const powerMonitor = new PowerMonitor();

const blockers = new Set<number>();
let lastBlocker = 0;
export const powerSaveBlocker = {
  start(_type: string): number {
    blockers.add(++lastBlocker);
    return lastBlocker;
  },
  stop: (id: number): boolean => blockers.delete(id),
  isStarted: (id: number): boolean => blockers.has(id),
};

/** The keyring of a desktop; LUCID_STANDIN_KEYRING names another one than none. Its key is the folder's name: nothing here is secret. */
const keyOfFolder = (): Buffer => createHash("sha256").update(app.getPath("userData")).digest();
export const safeStorage = {
  isEncryptionAvailable: (): boolean => true,
  getSelectedStorageBackend: (): string => process.env["LUCID_STANDIN_KEYRING"] ?? "basic_text",
  encryptString(text: string): Buffer {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", keyOfFolder(), iv);
    return Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  },
  decryptString(sealed: Buffer): string {
    const decipher = createDecipheriv("aes-256-gcm", keyOfFolder(), sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString("utf8");
  },
};

const display = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1_920, height: 1_080 },
  workArea: { x: 0, y: 0, width: 1_920, height: 1_040 },
  scaleFactor: 1,
};
class Screen extends EventEmitter {
  getAllDisplays = (): (typeof display)[] => [display];
  getPrimaryDisplay = (): typeof display => display;
}
export const screen = new Screen();

class NativeTheme extends EventEmitter {
  themeSource = "system";
  shouldUseDarkColors = false;
}
export const nativeTheme = new NativeTheme();

const image = (source: string) => ({
  source,
  isEmpty: (): boolean => source === "",
  setTemplateImage(): void {},
  resize: () => image(source),
});
export const nativeImage = {
  createEmpty: () => image(""),
  createFromPath: (path: string) => image(path),
  createFromDataURL: (url: string) => image(url),
};

export const crashReporter = { start(): void {} };
