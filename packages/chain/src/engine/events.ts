import type { Logger } from "pino";

/** One kind of event. A listener that throws is logged and harms neither the others nor the chain. */
export interface Events<Event> {
  on(listener: (event: Event) => void): Disposable;
  emit(event: Event): void;
}

export function createEvents<Event>(log: Logger): Events<Event> {
  const listeners = new Set<(event: Event) => void>();
  return {
    on(listener) {
      const own = (event: Event) => listener(event);
      listeners.add(own);
      return { [Symbol.dispose]: () => void listeners.delete(own) };
    },
    emit(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          log.error({ err: error }, "chain: a listener failed");
        }
      }
    },
  };
}
