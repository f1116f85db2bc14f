import type { SessionId, ViewerTicket } from "@lucid/contract";
import type RFB from "@novnc/novnc";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Api } from "../../shared/api/api.ts";

export type ViewerState =
  | { readonly kind: "connecting" }
  | { readonly kind: "connected" }
  /** Connected before; the next attempt follows by itself. */
  | { readonly kind: "lost" }
  | { readonly kind: "failed"; readonly error: unknown };

/** One session's desktop in an element of the page. */
export interface Viewer {
  readonly state: StoreApi<ViewerState>;
  /** What was last copied inside of the desktop. Empty unless the policy lets text out. */
  readonly copied: StoreApi<{ readonly text: string }>;
  /** Shows the desktop in the element, and connects again whenever the connection drops. @returns what ends it. */
  attach(element: HTMLElement): () => void;
  /** Starts over after `failed`. */
  retry(): void;
  /** Whether mouse and keyboard reach the desktop. */
  setInput(enabled: boolean): void;
  /** Puts text into the desktop's clipboard. */
  paste(text: string): void;
  focus(): void;
}

/** First and longest wait before the viewer connects again. */
const RETRY_MS = { first: 500, most: 5_000 } as const;
/** Attempts in a row that fail before the viewer stops and says so. */
const MOST_ATTEMPTS = 6;

function addressOf(ticket: ViewerTicket, sockets: URL): string {
  const url = new URL(ticket.path, sockets);
  url.searchParams.set("ticket", ticket.ticket);
  return url.href;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function createViewer(api: Api, id: SessionId): Viewer {
  const state = createStore<ViewerState>(() => ({ kind: "connecting" }));
  const copied = createStore(() => ({ text: "" }));
  let screen: HTMLElement | undefined;
  let leaving = new AbortController();
  let connected: RFB | undefined;
  let input = true;

  /** One connection from its ticket to its end. Resolves with whether it ever was up. */
  async function viewOnce(element: HTMLElement, signal: AbortSignal): Promise<boolean> {
    const [{ default: Rfb }, ticket] = await Promise.all([
      import("@novnc/novnc"),
      api.client.sessions.viewerTicket({ session_id: id }, { signal }),
    ]);
    signal.throwIfAborted();
    const ended = Promise.withResolvers<boolean>();
    const rfb = new Rfb(element, addressOf(ticket, api.sockets), { shared: true });
    rfb.scaleViewport = true;
    rfb.background = "transparent";
    rfb.viewOnly = !input;
    rfb.addEventListener("connect", () => {
      connected = rfb;
      state.setState({ kind: "connected" });
      rfb.focus();
    });
    rfb.addEventListener("securityfailure", ({ detail }) =>
      ended.reject(new Error(detail.reason ?? "The desktop refused the viewer")),
    );
    rfb.addEventListener("clipboard", ({ detail }) => copied.setState({ text: detail.text }));
    rfb.addEventListener("disconnect", () => ended.resolve(connected === rfb));
    const leave = () => rfb.disconnect();
    signal.addEventListener("abort", leave, { once: true });
    try {
      return await ended.promise;
    } finally {
      signal.removeEventListener("abort", leave);
      connected = undefined;
    }
  }

  async function keepViewing(element: HTMLElement, signal: AbortSignal): Promise<void> {
    let failures = 0;
    state.setState({ kind: "connecting" }, true);
    while (!signal.aborted) {
      try {
        failures = (await viewOnce(element, signal)) ? 1 : failures + 1;
        if (failures >= MOST_ATTEMPTS) throw new Error("The desktop does not answer");
      } catch (error) {
        if (!signal.aborted) state.setState({ kind: "failed", error }, true);
        return;
      }
      if (signal.aborted) return;
      state.setState({ kind: "lost" }, true);
      await pause(Math.min(RETRY_MS.first * 2 ** (failures - 1), RETRY_MS.most));
    }
  }

  function begin(element: HTMLElement): void {
    leaving.abort();
    leaving = new AbortController();
    void keepViewing(element, leaving.signal);
  }

  return {
    state,
    copied,
    attach(element) {
      screen = element;
      begin(element);
      return () => leaving.abort();
    },
    retry() {
      if (screen) begin(screen);
    },
    setInput(enabled) {
      input = enabled;
      if (connected) connected.viewOnly = !enabled;
    },
    paste: (text) => connected?.clipboardPasteFrom(text),
    focus: () => connected?.focus(),
  };
}
