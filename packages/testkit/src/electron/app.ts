import { EventEmitter } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { startChromium } from "./chromium.ts";
import { host, preventable } from "./host.ts";
import { startPagesServer } from "./pages-server.ts";

interface Closable {
  close(): void;
  destroy(): void;
}

interface Mail {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly data: unknown;
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

class App extends EventEmitter {
  readonly commandLine = {
    switches: new Map<string, string>(),
    appendSwitch: (name: string, value = ""): void => void this.commandLine.switches.set(name, value),
    hasSwitch: (name: string): boolean => this.commandLine.switches.has(name),
    getSwitchValue: (name: string): string => this.commandLine.switches.get(name) ?? "",
  };
  readonly isPackaged = false;
  /** Known to the windows' own module. */
  windows: () => Closable[] = () => [];
  readonly #paths = new Map<string, string>();
  readonly #ready = Promise.withResolvers<object>();
  readonly #protocols = new Set<string>();
  #manifest: { name?: string; productName?: string; version?: string } = {};
  #folder = "";
  #loginItem = { openAtLogin: false };
  #isQuitting = false;
  #isEnding = false;

  /** What the program was started with. */
  begin(folder: string, manifest: object, userData: string | undefined): void {
    this.#folder = folder;
    this.#manifest = manifest;
    if (userData !== undefined) this.setPath("userData", userData);
  }

  async becomeReady(): Promise<void> {
    const profile = join(this.getPath("userData"), "standin-chromium");
    mkdirSync(profile, { recursive: true });
    const [chromium, pages] = await Promise.all([
      startChromium(profile, this.commandLine.switches),
      startPagesServer(join(this.getPath("userData"), "standin-port")),
    ]);
    for (const [scheme, handler] of this.schemes) pages.handle(scheme, handler);
    await chromium.cdp.send("Target.setDiscoverTargets", { discover: true });
    chromium.onEnd(() => this.#isEnding || process.exit(1));
    host.open({ chromium, pages });
    this.#ready.resolve({});
    this.emit("ready", {});
  }

  /** Handlers of schemes, also of those named before there are pages. */
  readonly schemes = new Map<string, (request: Request) => Response | Promise<Response>>();

  whenReady(): Promise<object> {
    return this.#ready.promise;
  }

  isReady(): boolean {
    return host.isReady();
  }

  enableSandbox(): void {
    if (host.isReady()) throw new Error("app.enableSandbox() can only be called before app is ready");
  }

  requestSingleInstanceLock(data?: unknown): boolean {
    const folder = join(this.getPath("userData"), "standin-instance");
    mkdirSync(folder, { recursive: true });
    const lock = join(folder, "pid");
    const holder = existsSync(lock) ? Number(readFileSync(lock, "utf8")) : 0;
    if (holder !== process.pid && holder > 0 && isAlive(holder)) {
      const mail: Mail = { argv: process.argv, cwd: process.cwd(), data };
      const letter = join(folder, `${process.pid}`);
      writeFileSync(letter, JSON.stringify(mail));
      renameSync(letter, `${letter}.mail`);
      return false;
    }
    writeFileSync(lock, String(process.pid));
    const watcher = watch(folder, () => {
      for (const name of readdirSync(folder).filter((entry) => entry.endsWith(".mail"))) {
        const { argv, cwd, data: given } = JSON.parse(readFileSync(join(folder, name), "utf8")) as Mail;
        rmSync(join(folder, name));
        this.emit("second-instance", {}, argv, cwd, given);
      }
    });
    watcher.unref();
    return true;
  }

  quit(): void {
    if (this.#isEnding) return;
    if (!this.#isQuitting) {
      const before = preventable({});
      this.#isQuitting = true;
      this.emit("before-quit", before);
      if (before.defaultPrevented) {
        this.#isQuitting = false;
        return;
      }
    }
    for (const window of this.windows()) window.close();
    if (this.windows().length === 0) this.#leave();
  }

  closeRefused(): void {
    this.#isQuitting = false;
  }

  allWindowsClosed(): void {
    if (this.#isQuitting) setImmediate(() => this.#leave());
    else if (!this.emit("window-all-closed")) this.quit();
  }

  #leave(): void {
    if (this.#isEnding) return;
    const will = preventable({});
    this.emit("will-quit", will);
    // Whoever prevents it calls quit() again.
    if (will.defaultPrevented) return;
    this.#isEnding = true;
    this.emit("quit", {}, 0);
    this.#end(0);
  }

  exit(code = 0): void {
    this.#isEnding = true;
    for (const window of this.windows()) window.destroy();
    this.#end(code);
  }

  #end(code: number): void {
    if (!host.isReady()) process.exit(code);
    void host
      .need("end")
      .chromium.end()
      .then(() => process.exit(code));
  }

  relaunch(): void {}
  focus(): void {}
  setAppUserModelId(): void {}
  setName(name: string): void {
    this.#manifest = { ...this.#manifest, productName: name };
  }
  getName = (): string => this.#manifest.productName ?? this.#manifest.name ?? "Electron";
  getVersion = (): string => this.#manifest.version ?? "0.0.0";
  getAppPath = (): string => this.#folder;
  getLocale = (): string => "en-GB";
  getPath(name: string): string {
    const config = process.env["XDG_CONFIG_HOME"] ?? join(homedir(), ".config");
    const defaults: Readonly<Record<string, string>> = {
      home: homedir(),
      appData: config,
      userData: join(config, this.getName()),
      temp: tmpdir(),
      exe: process.execPath,
    };
    const path = this.#paths.get(name) ?? defaults[name];
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }
  setAsDefaultProtocolClient = (scheme: string): boolean => {
    this.#protocols.add(scheme);
    return true;
  };
  isDefaultProtocolClient = (scheme: string): boolean => this.#protocols.has(scheme);
  setLoginItemSettings(settings: { readonly openAtLogin?: boolean }): void {
    this.#loginItem = { openAtLogin: settings.openAtLogin === true };
  }
  getLoginItemSettings = (): { openAtLogin: boolean } => this.#loginItem;
}

export const app = new App();
