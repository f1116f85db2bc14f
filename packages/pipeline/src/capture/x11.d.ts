/** The part of npm `x11` 4.2 that the input capture uses; the package brings no types. */
declare module "x11" {
  import type { EventEmitter } from "node:events";
  import type { Duplex } from "node:stream";

  export interface XClient extends EventEmitter {
    readonly seq_num: number;
    /** Open calls by sequence number; index 3 of an entry collects the replies of a call with many. */
    readonly replies: Readonly<Record<number, { 3?: unknown[] }>>;
    AllocID(): number;
    require(extension: "record", callback: (error: Error | null, extension: RecordExtension) => void): void;
    GetKeyboardMapping(first: number, count: number, callback: (error: Error | null, keysyms: number[][]) => void): void;
    GetInputFocus(callback: (error: Error | null) => void): void;
    terminate(): void;
  }

  export interface XDisplay {
    readonly client: XClient;
    readonly min_keycode: number;
    readonly max_keycode: number;
  }

  export interface RecordReply {
    readonly category: number;
    readonly serverTime: number;
    readonly data: Buffer;
  }

  export interface RecordExtension {
    readonly CS: { readonly AllClients: number };
    readonly Category: { readonly FromServer: number; readonly StartOfData: number };
    CreateContext(
      context: number,
      header: number,
      clients: readonly number[],
      ranges: readonly { deviceEvents: { first: number; last: number } }[],
    ): void;
    EnableContext(context: number, onData: (reply: RecordReply) => void, done: (error: Error | null) => boolean): void;
    DisableContext(context: number): void;
  }

  export interface XOptions {
    readonly display: string;
    readonly stream: Duplex;
    readonly auth: { readonly name: string; readonly data: string };
    readonly disableBigRequests: boolean;
  }

  export function createClient(options: XOptions, callback: (error: Error | undefined, display: XDisplay) => void): XClient;
}
