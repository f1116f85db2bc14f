import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import type { CdpSession } from "./cdp.ts";
import { readEdits } from "./edits.ts";
import { host, preventable } from "./host.ts";
import { ipcMain } from "./ipc-main.ts";
import { MessagePortMain, pairOf } from "./message-ports.ts";
import { type FromPage, installIsolatedWorld, installMainWorld, type ToPage, type WorldOptions } from "./page/isolated-world.ts";
import { decodeValue, type Encoded, encodeValue } from "./page/wire.ts";
import { tellPermissions } from "./session.ts";

export interface WebPreferences {
  readonly preload?: string;
  readonly sandbox?: boolean;
  readonly contextIsolation?: boolean;
  readonly nodeIntegration?: boolean;
  readonly webviewTag?: boolean;
  readonly webSecurity?: boolean;
}

interface Frame {
  readonly id: string;
  readonly parent: Frame | null;
  url: string;
}

type OpenHandler = (details: { readonly url: string }) => { readonly action: "allow" | "deny" };

const all = new Set<WebContents>();
let lastId = 0;

/** One page of Chromium, driven as Electron drives one. */
export class WebContents extends EventEmitter {
  readonly id = ++lastId;
  targetId = "";
  readonly #preferences: WebPreferences;
  readonly #world: string;
  readonly #binding = `b${randomUUID().replaceAll("-", "")}`;
  readonly #frames = new Map<string, Frame>();
  readonly #frameOfContext = new Map<number, string>();
  readonly #ports = new Map<number, MessagePortMain>();
  readonly #opening: Promise<CdpSession>;
  #openHandler: OpenHandler = () => ({ action: "allow" });
  #mainFrame = "";
  #context: number | undefined;
  #asked = "";
  #lastPort = 0;
  #isDestroyed = false;
  #onWindow: ((url: string) => void) | undefined;

  constructor(preferences: WebPreferences, size: { readonly width: number; readonly height: number }) {
    super();
    this.#preferences = {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      ...preferences,
    };
    this.#world = this.#preferences.contextIsolation === false ? "" : "Electron Isolated Context";
    this.#opening = this.#open(size);
    this.#opening.catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
    all.add(this);
  }

  async #open({ width, height }: { readonly width: number; readonly height: number }): Promise<CdpSession> {
    const { cdp } = host.need("create BrowserWindow").chromium;
    const { targetId } = (await cdp.send("Target.createTarget", { url: "about:blank", newWindow: true, width, height })) as {
      targetId: string;
    };
    this.targetId = targetId;
    const { sessionId } = (await cdp.send("Target.attachToTarget", { targetId, flatten: true })) as { sessionId: string };
    const page = cdp.session(sessionId);
    this.#listen(page);
    for (const domain of ["Page", "Runtime", "Inspector"]) await page.send(`${domain}.enable`);
    await page.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
    await page.send("Runtime.addBinding", {
      name: this.#binding,
      ...(this.#world === "" ? {} : { executionContextName: this.#world }),
    });
    await this.#install(page);
    await page.send("Fetch.enable", { patterns: [{ resourceType: "Document", requestStage: "Request" }] });
    cdp.on<{ targetId: string }>("Target.targetDestroyed", (gone) => gone.targetId === targetId && this.#destroyed());
    return page;
  }

  async #install(page: CdpSession): Promise<void> {
    const { preload, contextIsolation = true, nodeIntegration = false } = this.#preferences;
    const options: WorldOptions = {
      contextIsolation,
      nodeIntegration,
      binding: this.#binding,
      events: `e${randomUUID()}`,
    };
    const given = JSON.stringify(options);
    const script = preload === undefined ? "" : readEdits().apply(preload, readFileSync(preload, "utf8"));
    await page.send("Page.addScriptToEvaluateOnNewDocument", { source: `(${String(installMainWorld)})(${given})` });
    await page.send("Page.addScriptToEvaluateOnNewDocument", {
      source: [
        `{ ${String(encodeValue)}`,
        String(decodeValue),
        `const preload = (require, module = { exports: {} }, exports = module.exports) => { ${script}\n };`,
        `(${String(installIsolatedWorld)})(${given}, { encodeValue, decodeValue }, preload); }`,
      ].join("\n"),
      ...(this.#world === "" ? {} : { worldName: this.#world }),
    });
  }

  #listen(page: CdpSession): void {
    page.on<{ frame: { id: string; parentId?: string; url: string; urlFragment?: string } }>(
      "Page.frameNavigated",
      ({ frame }) => {
        const parent = frame.parentId === undefined ? null : (this.#frames.get(frame.parentId) ?? null);
        const { inside } = host.need("navigate").pages;
        const url = inside(`${frame.url}${frame.urlFragment ?? ""}`);
        this.#frames.set(frame.id, { id: frame.id, parent, url });
        if (parent) return;
        this.#mainFrame = frame.id;
        this.#dropPorts();
        this.emit("did-navigate", {}, url);
      },
    );
    page.on<{ frameId: string; url: string }>("Page.navigatedWithinDocument", ({ frameId, url }) => {
      const frame = this.#frames.get(frameId);
      if (frame) frame.url = host.need("navigate").pages.inside(url);
    });
    page.on<{ context: { id: number; name: string; auxData?: { frameId: string; isDefault: boolean } } }>(
      "Runtime.executionContextCreated",
      ({ context }) => {
        const { frameId = "", isDefault = false } = context.auxData ?? {};
        this.#frameOfContext.set(context.id, frameId);
        const isOurs = this.#world === "" ? isDefault : context.name === this.#world;
        if (isOurs && (frameId === this.#mainFrame || this.#mainFrame === "")) this.#context = context.id;
      },
    );
    page.on("Page.loadEventFired", () => this.emit("did-finish-load"));
    page.on("Page.domContentEventFired", () => {
      this.emit("dom-ready");
      this.emit("ready-to-show");
    });
    page.on("Inspector.targetCrashed", () => this.emit("render-process-gone", {}, { reason: "crashed", exitCode: 1 }));
    page.on<{ name: string; payload: string; executionContextId: number }>("Runtime.bindingCalled", (call) => {
      if (call.name === this.#binding)
        this.#fromPage(page, JSON.parse(call.payload) as FromPage, this.#frameOfContext.get(call.executionContextId) ?? "");
    });
    page.on<{ requestId: string; frameId: string; request: { url: string } }>("Fetch.requestPaused", (paused) => {
      this.#navigating(page, paused).catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
    });
  }

  async #navigating(page: CdpSession, paused: { requestId: string; frameId: string; request: { url: string } }): Promise<void> {
    const { requestId } = paused;
    const { inside } = host.need("navigate").pages;
    const url = inside(paused.request.url);
    const isAsked = url.split("#")[0] === this.#asked.split("#")[0];
    const isMain = paused.frameId === this.#mainFrame || this.#mainFrame === "";
    if (isMain && !isAsked) {
      const event = preventable({ url, isMainFrame: true, isSameDocument: false });
      this.emit("will-navigate", event, url);
      if (event.defaultPrevented) return void (await page.send("Fetch.failRequest", { requestId, errorReason: "Aborted" }));
    } else if (!isMain) {
      const event = preventable({ url, isMainFrame: false });
      this.emit("will-frame-navigate", event);
      if (event.defaultPrevented) return void (await page.send("Fetch.failRequest", { requestId, errorReason: "Aborted" }));
    }
    this.#asked = "";
    await page.send("Fetch.continueRequest", { requestId });
  }

  #fromPage(page: CdpSession, message: FromPage, frameId: string): void {
    const senderFrame = this.#frames.get(frameId) ?? null;
    const event = { sender: this, senderFrame, ports: [], frameId: 1, processId: 1 };
    if (message.type === "send") {
      const args = decodeValue(message.args) as unknown[];
      this.emit("ipc-message", event, message.channel, ...args);
      ipcMain.emit(message.channel, event, ...args);
    } else if (message.type === "invoke") void this.#answer(page, message, event);
    else if (message.type === "open") this.#windowAsked(message.url);
    else {
      const port = this.#ports.get(message.port);
      if (!port) return;
      if (message.type === "port") return MessagePortMain.receive(port, message.data);
      this.#ports.delete(message.port);
      MessagePortMain.endedByOther(port);
    }
  }

  async #answer(page: CdpSession, { channel, args, call }: FromPage & { type: "invoke" }, event: object): Promise<void> {
    try {
      const value = encodeValue(await ipcMain.answer(channel, event, decodeValue(args) as unknown[]));
      await this.#toPage(page, { type: "reply", call, value });
    } catch (error) {
      await this.#toPage(page, { type: "reply", call, error: error instanceof Error ? error.message : String(error) });
    }
  }

  #windowAsked(outside: string): void {
    const url = host.need("open windows").pages.inside(outside);
    const { action } = this.#openHandler({ url });
    if (action === "allow") this.#onWindow?.(url);
  }

  async #toPage(page: CdpSession, message: ToPage): Promise<void> {
    if (this.#context === undefined || this.#isDestroyed) return;
    const expression = `${this.#binding}Receive(${JSON.stringify(message)})`;
    await page.send("Runtime.evaluate", { expression, contextId: this.#context }).catch((error: Error) => {
      // The page went while it was spoken to, as in Electron nobody hears it.
      if (!this.#isDestroyed) this.emit("standin-unheard", error);
    });
  }

  #dropPorts(): void {
    const gone = [...this.#ports.values()];
    this.#ports.clear();
    for (const port of gone) MessagePortMain.endedByOther(port);
  }

  #destroyed(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    all.delete(this);
    this.#dropPorts();
    this.emit("destroyed");
  }

  /** What makes a window for a page that asked for one and was allowed to. */
  onWindow(make: (url: string) => void): void {
    this.#onWindow = make;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#opening;
    const { pages, chromium } = host.need("load pages");
    if (URL.canParse(pages.outside(url)) && pages.outside(url).startsWith("http")) await tellPermissions(chromium.cdp, url);
    this.#asked = url;
    const loaded = new Promise<void>((resolve) => this.once("did-finish-load", () => resolve()));
    const { errorText } = (await page.send("Page.navigate", { url: pages.outside(url) })) as { errorText?: string };
    if (errorText !== undefined) throw new Error(`${errorText} (-2) loading '${url}'`);
    // A new fragment alone loads nothing.
    await Promise.race([loaded, new Promise<void>((resolve) => this.once("destroyed", () => resolve()))]);
  }

  reload(): void {
    this.#asked = this.getURL();
    void this.#opening.then((page) => page.send("Page.reload"));
  }

  send(channel: string, ...args: unknown[]): void {
    this.#deliver(channel, encodeValue(args), []);
  }

  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    const ids = transfer.map((port) => {
      const pair = pairOf(port);
      if (!pair) throw new Error("Invalid value for transfer");
      const id = ++this.#lastPort;
      const send = (what: ToPage): void => void this.#opening.then((page) => this.#toPage(page, what));
      this.#ports.set(id, pair);
      MessagePortMain.handOver(port, pair, {
        post: (data) => send({ type: "port", port: id, data }),
        closed: () => {
          this.#ports.delete(id);
          send({ type: "port-closed", port: id });
        },
      });
      return id;
    });
    this.#deliver(channel, encodeValue([message]), ids);
  }

  #deliver(channel: string, args: Encoded, ports: readonly number[]): void {
    void this.#opening.then((page) => this.#toPage(page, { type: "message", channel, args, ports }));
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const page = await this.#opening;
    const { result, exceptionDetails } = (await page.send("Runtime.evaluate", {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
    })) as { result: { value: unknown }; exceptionDetails?: { text: string } };
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result.value;
  }

  forcefullyCrashRenderer(): void {
    // Its answer is that there is none.
    this.#opening.then((page) => page.send("Page.crash")).catch(() => undefined);
  }

  getURL(): string {
    return this.#frames.get(this.#mainFrame)?.url ?? "";
  }

  getLastWebPreferences(): WebPreferences {
    return this.#preferences;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  focus(): void {}

  /** Ends the page without asking anybody. */
  async end(): Promise<void> {
    await this.#opening.catch(() => undefined);
    const { cdp } = host.need("close pages").chromium;
    await cdp.send("Target.closeTarget", { targetId: this.targetId }).catch(() => undefined);
    this.#destroyed();
  }

  /** Electron ends a page's process by itself; the window asks first. */
  close(): void {
    this.emit("standin-close");
  }
}

export const webContents = {
  getAllWebContents: (): WebContents[] => [...all],
  fromId: (id: number): WebContents | undefined => [...all].find((contents) => contents.id === id),
  fromDevToolsTargetId: (id: string): WebContents | undefined => [...all].find((contents) => contents.targetId === id),
};
