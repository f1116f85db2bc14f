import type { SessionId, ViewerTicket } from "@lucid/contract";
import type RFB from "@novnc/novnc";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Api } from "../../shared/api/api.ts";
import { connection } from "../../shared/api/connection.ts";
import { untilWorthTrying } from "../../shared/api/worth-trying.ts";

export type ViewerState =
  | { readonly kind: "connecting" }
  | { readonly kind: "connected" }
  /** No picture; the next attempt follows by itself. */
  | { readonly kind: "lost"; readonly error?: unknown };

/** One session's desktop in an element of the page. */
export interface Viewer {
  readonly state: StoreApi<ViewerState>;
  /** What was last copied inside of the desktop. Empty unless the policy lets text out. */
  readonly copied: StoreApi<{ readonly text: string }>;
  /** Shows the desktop in the element, and connects again for as long as it takes. @returns what ends it. */
  attach(element: HTMLElement): () => void;
  /** Whether mouse and keyboard reach the desktop. */
  setInput(enabled: boolean): void;
  /** Whether the desktop takes keys at all. One that takes none gets no focus: keys would vanish in it. */
  setKeyboard(takesKeys: boolean): void;
  /** Whether the desktop is scaled into the element; else it has its own size, and scrolls. */
  setFit(fit: boolean): void;
  /** Puts text into the desktop's clipboard. */
  paste(text: string): void;
  /** Presses keys one after the other, and lets each go, while others are held. They are keysyms of X11. */
  type(keysyms: readonly number[], held?: readonly number[]): void;
  /** From now on keys go to the desktop. */
  focus(): void;
}

/** First and longest wait before the viewer connects again. */
const RETRY_MS = { first: 500, most: 5_000 } as const;
/** An attempt that takes longer has failed. */
const ATTEMPT_MS = 15_000;

function addressOf(ticket: ViewerTicket, sockets: URL): string {
  const url = new URL(ticket.path, sockets);
  url.searchParams.set("ticket", ticket.ticket);
  return url.href;
}

/** Keys are taken by a desktop that appears only from nobody: not from a dialog, a field or a button in use. */
const isNobodyFocused = (): boolean => document.activeElement?.matches("body, h1, main") ?? true;

export function createViewer(api: Api, id: SessionId): Viewer {
  const state = createStore<ViewerState>(() => ({ kind: "connecting" }));
  const copied = createStore(() => ({ text: "" }));
  let leaving = new AbortController();
  let connected: RFB | undefined;
  let input = true;
  let takesKeys = true;
  let fit = true;

  /** One connection from its ticket to its end. Resolves with whether it ever was up. */
  async function viewOnce(element: HTMLElement, signal: AbortSignal): Promise<boolean> {
    const [{ default: Rfb }, ticket] = await Promise.all([
      import("@novnc/novnc"),
      api.client.sessions.viewerTicket(
        { session_id: id },
        { signal: AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_MS)]) },
      ),
    ]);
    signal.throwIfAborted();
    const ended = Promise.withResolvers<boolean>();
    const rfb = new Rfb(element, addressOf(ticket, api.sockets), { shared: true });
    const leave = () => rfb.disconnect();
    const tooLate = setTimeout(leave, ATTEMPT_MS);
    rfb.scaleViewport = fit;
    rfb.background = "transparent";
    rfb.viewOnly = !input;
    rfb.focusOnClick = takesKeys;
    rfb.addEventListener("connect", () => {
      clearTimeout(tooLate);
      connected = rfb;
      state.setState({ kind: "connected" }, true);
      if (takesKeys && isNobodyFocused()) rfb.focus();
    });
    rfb.addEventListener("securityfailure", ({ detail }) =>
      ended.reject(new Error(detail.reason ?? "The desktop refused the viewer")),
    );
    rfb.addEventListener("clipboard", ({ detail }) => copied.setState({ text: detail.text }));
    rfb.addEventListener("disconnect", () => ended.resolve(connected === rfb));
    signal.addEventListener("abort", leave, { once: true });
    // A connection from before the node was lost may hang for ever without a word, and show an old picture as the present one.
    const unfollow = connection.subscribe((now, before) => {
      if (connected === rfb && now.state === "live" && before.state === "down") leave();
    });
    try {
      return await ended.promise;
    } finally {
      clearTimeout(tooLate);
      unfollow();
      signal.removeEventListener("abort", leave);
      connected = undefined;
    }
  }

  async function keepViewing(element: HTMLElement, signal: AbortSignal): Promise<void> {
    let waitMs: number = RETRY_MS.first;
    state.setState({ kind: "connecting" }, true);
    while (!signal.aborted) {
      let failure: { readonly error?: unknown } = {};
      try {
        if (await viewOnce(element, signal)) waitMs = RETRY_MS.first;
      } catch (error) {
        failure = { error };
      }
      if (signal.aborted) return;
      state.setState({ kind: "lost", ...failure }, true);
      await untilWorthTrying(waitMs, signal);
      waitMs = Math.min(waitMs * 2, RETRY_MS.most);
    }
  }

  return {
    state,
    copied,
    attach(element) {
      leaving.abort();
      leaving = new AbortController();
      void keepViewing(element, leaving.signal);
      return () => leaving.abort();
    },
    setInput(enabled) {
      input = enabled;
      if (connected) connected.viewOnly = !enabled;
    },
    setKeyboard(next) {
      takesKeys = next;
      if (connected) connected.focusOnClick = next;
    },
    setFit(next) {
      fit = next;
      if (connected) connected.scaleViewport = next;
    },
    paste: (text) => connected?.clipboardPasteFrom(text),
    type(keysyms, held = []) {
      for (const keysym of held) connected?.sendKey(keysym, null, true);
      // Both halves: without a state the library sends press and release.
      for (const keysym of keysyms) connected?.sendKey(keysym, null);
      for (const keysym of held.toReversed()) connected?.sendKey(keysym, null, false);
    },
    focus() {
      if (takesKeys) connected?.focus();
    },
  };
}
