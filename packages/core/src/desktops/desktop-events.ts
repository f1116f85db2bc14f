import type { Logger } from "pino";

import type { DesktopEvent, DesktopExit } from "./desktop.ts";
import type { DesktopMetrics } from "./desktops.metrics.ts";
import { isRecordOnly } from "./input-event.ts";

export interface DesktopEvents {
  emit(event: DesktopEvent): void;
  onEvent(listener: (event: DesktopEvent) => void): Disposable;
  onExit(listener: (exit: DesktopExit) => void): Disposable;
  /** Tells the end to everyone, now and later. Only the first call counts. */
  end(exit: DesktopExit): void;
}

/** Events of one desktop: to its listeners, into the metrics and, but for those of the record alone, into the log. A listener that throws harms nobody else. */
export function createDesktopEvents(deps: { readonly log: Logger; readonly metrics: DesktopMetrics }): DesktopEvents {
  const { log, metrics } = deps;
  const listeners = new Set<(event: DesktopEvent) => void>();
  const exitListeners = new Set<(exit: DesktopExit) => void>();
  let ended: DesktopExit | undefined;

  function tell<Value>(listener: (value: Value) => void, value: Value): void {
    try {
      listener(value);
    } catch (cause) {
      log.error({ err: cause }, "a desktop's listener failed");
    }
  }

  function count(event: DesktopEvent): void {
    if (event.type === "client-connected") metrics.clients.inc({ kind: event.kind });
    if (event.type === "client-disconnected") metrics.clients.dec({ kind: event.kind });
    if (event.type === "password-failed") metrics.passwordFailures.inc();
  }

  return {
    emit(event) {
      count(event);
      if (!isRecordOnly(event)) log.info({ event }, "desktop event");
      for (const listener of [...listeners]) tell(listener, event);
    },
    onEvent(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    onExit(listener) {
      if (ended) tell(listener, ended);
      else exitListeners.add(listener);
      return { [Symbol.dispose]: () => void exitListeners.delete(listener) };
    },
    end(exit) {
      if (ended) return;
      ended = exit;
      metrics.exits.inc({ part: exit.part });
      for (const listener of [...exitListeners]) tell(listener, exit);
      exitListeners.clear();
    },
  };
}
