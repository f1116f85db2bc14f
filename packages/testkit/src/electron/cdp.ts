type Params = Readonly<Record<string, unknown>>;
type Listener = (params: never) => void;

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly sessionId?: string;
  readonly result?: Params;
  readonly error?: { readonly message: string };
}

/** One target of a browser over the DevTools protocol. */
export interface CdpSession {
  /** @throws with the browser's message, or at once when the connection is gone. */
  send(method: string, params?: Params): Promise<never>;
  on<Event>(method: string, listener: (params: Event) => void): void;
}

export interface CdpConnection extends CdpSession {
  session(id: string): CdpSession;
  close(): void;
}

export async function connectCdp(url: string): Promise<CdpConnection> {
  const socket = new WebSocket(url);
  const calls = new Map<number, PromiseWithResolvers<never>>();
  const listeners = new Map<string, Listener[]>();
  let last = 0;
  let isGone = false;

  const gone = (): void => {
    isGone = true;
    for (const call of calls.values()) call.reject(new Error("The browser is gone"));
    calls.clear();
  };
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as Answer;
    if (message.id === undefined) {
      for (const listener of listeners.get(`${message.sessionId ?? ""} ${message.method}`) ?? [])
        listener((message.params ?? {}) as never);
      return;
    }
    const call = calls.get(message.id);
    calls.delete(message.id);
    if (message.error) call?.reject(new Error(message.error.message));
    else call?.resolve(message.result as never);
  });
  socket.addEventListener("close", gone);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("error", () => reject(new Error(`No browser answers at ${url}`)));
  });

  const session = (sessionId?: string): CdpSession => ({
    send(method, params = {}) {
      if (isGone) return Promise.reject(new Error("The browser is gone"));
      const call = Promise.withResolvers<never>();
      calls.set(++last, call);
      socket.send(JSON.stringify({ id: last, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
      return call.promise;
    },
    on(method, listener) {
      const key = `${sessionId ?? ""} ${method}`;
      listeners.set(key, [...(listeners.get(key) ?? []), listener]);
    },
  });
  return { ...session(), session, close: () => socket.close() };
}
