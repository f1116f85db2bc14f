/// <reference lib="dom" />
import type { Encoded } from "./wire.ts";

export interface WorldOptions {
  readonly contextIsolation: boolean;
  readonly nodeIntegration: boolean;
  /** Name of the binding that carries what is sent to the main process. */
  readonly binding: string;
  /** Begins the names of the events between the worlds. */
  readonly events: string;
}

interface Codec {
  encodeValue(value: unknown): Encoded;
  decodeValue(encoded: Encoded): unknown;
}

/** What the main process sends into a page. */
export type ToPage =
  | { readonly type: "message"; readonly channel: string; readonly args: Encoded; readonly ports: readonly number[] }
  | { readonly type: "port"; readonly port: number; readonly data: Encoded }
  | { readonly type: "port-closed"; readonly port: number }
  | { readonly type: "reply"; readonly call: number; readonly value?: Encoded; readonly error?: string };

/** What a page sends to the main process. */
export type FromPage =
  | { readonly type: "send"; readonly channel: string; readonly args: Encoded }
  | { readonly type: "invoke"; readonly channel: string; readonly args: Encoded; readonly call: number }
  | { readonly type: "port"; readonly port: number; readonly data: Encoded }
  | { readonly type: "port-closed"; readonly port: number }
  | { readonly type: "open"; readonly url: string };

/** Runs in the page's own world: builds there what the bridge exposes. Put into pages as text. */
export function installMainWorld({ events }: WorldOptions): void {
  if (window.top !== window) return;
  const calls = new Map<number, PromiseWithResolvers<unknown>>();
  let returned: { value?: unknown; error?: string; promise?: number } = {};
  const build = (tree: unknown): unknown => {
    if (typeof tree !== "object" || tree === null) return tree;
    const { fn, value, entries } = tree as { fn?: number; value?: unknown; entries?: [string, unknown][] };
    if (fn !== undefined) {
      return (...args: unknown[]) => {
        dispatchEvent(new CustomEvent(`${events}-call`, { detail: { fn, args } }));
        if (returned.error !== undefined) throw new Error(returned.error);
        if (returned.promise === undefined) return returned.value;
        const waiting = Promise.withResolvers<unknown>();
        calls.set(returned.promise, waiting);
        return waiting.promise;
      };
    }
    if (entries) return Object.freeze(Object.fromEntries(entries.map(([key, entry]) => [key, build(entry)])));
    return value;
  };
  addEventListener(`${events}-expose`, ({ detail }: CustomEventInit) => {
    Object.defineProperty(window, detail.key, { value: build(detail.tree), enumerable: true });
  });
  addEventListener(`${events}-return`, ({ detail }: CustomEventInit) => {
    returned = detail;
  });
  addEventListener(`${events}-settle`, ({ detail }: CustomEventInit) => {
    const waiting = calls.get(detail.promise);
    calls.delete(detail.promise);
    if (detail.error === undefined) waiting?.resolve(detail.value);
    else waiting?.reject(new Error(detail.error));
  });
  // Chromium would make a window before anybody can be asked.
  window.open = (url) => {
    dispatchEvent(new CustomEvent(`${events}-open`, { detail: String(new URL(String(url ?? "about:blank"), location.href)) }));
    return null;
  };
}

/** Runs in a world of its own beside the page's: the preload script and what Electron gives it. Put into pages as text. */
export function installIsolatedWorld(
  options: WorldOptions,
  { encodeValue, decodeValue }: Codec,
  preload: (require: (name: string) => unknown) => void,
): void {
  if (window.top !== window) return;
  const { events, contextIsolation } = options;
  const listeners = new Map<string, Set<(event: unknown, ...args: unknown[]) => void>>();
  const replies = new Map<number, PromiseWithResolvers<unknown>>();
  const ports = new Map<number, MessagePort>();
  let lastCall = 0;
  const binding = Reflect.get(globalThis, options.binding) as (text: string) => void;
  Reflect.deleteProperty(globalThis, options.binding);
  const post = (message: FromPage): void => binding(JSON.stringify(message));

  function openPort(id: number): MessagePort {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", ({ data }) => post({ type: "port", port: id, data: encodeValue(data) }));
    port1.start();
    port1.addEventListener("close", () => {
      if (ports.delete(id)) post({ type: "port-closed", port: id });
    });
    ports.set(id, port1);
    return port2;
  }

  Object.defineProperty(globalThis, `${options.binding}Receive`, {
    value(message: ToPage) {
      if (message.type === "port") ports.get(message.port)?.postMessage(decodeValue(message.data));
      else if (message.type === "port-closed") {
        const port = ports.get(message.port);
        ports.delete(message.port);
        port?.close();
      } else if (message.type === "reply") {
        const waiting = replies.get(message.call);
        replies.delete(message.call);
        if (message.error === undefined) waiting?.resolve(decodeValue(message.value ?? null));
        else waiting?.reject(new Error(message.error));
      } else {
        const event = { ports: message.ports.map(openPort), sender: ipcRenderer };
        const args = decodeValue(message.args) as unknown[];
        for (const listener of listeners.get(message.channel) ?? []) listener(event, ...args);
      }
    },
  });

  const ipcRenderer = {
    send: (channel: string, ...args: unknown[]) => post({ type: "send", channel, args: encodeValue(args) }),
    invoke(channel: string, ...args: unknown[]) {
      const waiting = Promise.withResolvers<unknown>();
      replies.set(++lastCall, waiting);
      post({ type: "invoke", channel, args: encodeValue(args), call: lastCall });
      return waiting.promise;
    },
    on(channel: string, listener: (event: unknown, ...args: unknown[]) => void) {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      return ipcRenderer;
    },
    off(channel: string, listener: (event: unknown, ...args: unknown[]) => void) {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
  };

  const functions: ((...args: unknown[]) => unknown)[] = [];
  let lastPromise = 0;
  const describe = (value: unknown): unknown => {
    if (typeof value === "function") return { fn: functions.push(value as (typeof functions)[number]) - 1 };
    if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype)
      return { entries: Object.entries(value).map(([key, entry]) => [key, describe(entry)]) };
    return { value };
  };
  const tell = (kind: string, detail: unknown): boolean => dispatchEvent(new CustomEvent(`${events}-${kind}`, { detail }));
  const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
  addEventListener(`${events}-call`, ({ detail }: CustomEventInit) => {
    try {
      const value = functions[detail.fn]?.(...detail.args);
      if (!(value instanceof Promise)) return void tell("return", { value });
      const promise = ++lastPromise;
      tell("return", { promise });
      value.then(
        (result) => tell("settle", { promise, value: result }),
        (error: unknown) => tell("settle", { promise, error: textOf(error) }),
      );
    } catch (error) {
      tell("return", { error: textOf(error) });
    }
  });
  addEventListener(`${events}-open`, ({ detail }: CustomEventInit) => post({ type: "open", url: detail }));

  const contextBridge = {
    exposeInMainWorld(key: string, api: unknown) {
      if (!contextIsolation) throw new Error("contextBridge API can only be used when contextIsolation is enabled");
      tell("expose", { key, tree: describe(api) });
    },
  };
  const electron = { contextBridge, ipcRenderer };
  const requireElectron = (name: string): unknown => {
    if (name === "electron" || name === "electron/renderer") return electron;
    throw new Error(`module not found: ${name}`);
  };
  if (options.nodeIntegration && !contextIsolation)
    Object.assign(globalThis, { require: requireElectron, process: { type: "renderer" } });
  preload(requireElectron);
}
