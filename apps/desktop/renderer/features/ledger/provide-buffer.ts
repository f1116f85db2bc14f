import { Buffer } from "browser-buffer";

/** Ledger's libraries were written for Node, and take its `Buffer` from the air: called before they are loaded. */
export function provideBuffer(): void {
  Reflect.set(globalThis, "Buffer", Buffer);
}
