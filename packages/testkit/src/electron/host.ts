import type { Chromium } from "./chromium.ts";
import type { PagesServer } from "./pages-server.ts";

/** What the parts of the stand-in share, once the application is ready. */
export interface Host {
  readonly chromium: Chromium;
  readonly pages: PagesServer;
}

const ready = Promise.withResolvers<Host>();
let current: Host | undefined;

export const host = {
  ready: ready.promise,
  open(opened: Host): void {
    current = opened;
    ready.resolve(opened);
  },
  isReady: (): boolean => current !== undefined,
  /** @throws before the application is ready, with Electron's words. */
  need(what: string): Host {
    if (!current) throw new Error(`Cannot ${what} before app is ready`);
    return current;
  },
};

/** An event whose listeners may say no. */
export interface Preventable {
  preventDefault(): void;
  readonly defaultPrevented: boolean;
}

export function preventable<Rest extends object>(rest: Rest): Rest & Preventable {
  let isPrevented = false;
  return Object.defineProperties(rest as Rest & Preventable, {
    preventDefault: {
      value: () => {
        isPrevented = true;
      },
    },
    defaultPrevented: { get: () => isPrevented },
  });
}
