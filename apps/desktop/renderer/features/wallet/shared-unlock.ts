import type { FromKeeper, SharedUnlock, ToKeeper } from "./unlock.protocol.ts";

declare global {
  interface WorkerOptions {
    /** Lives on for a moment after the last page went: a page that is loaded anew finds it again. */
    extendedLifetime?: boolean;
  }
}

export interface UnlockConnection {
  send(message: ToKeeper): void;
  /** Has the shared wallet sign. Rejects when it was locked in the meantime. */
  sign(address: string, text: string): Promise<string>;
  /** Called with what is unlocked now, and whenever that changes, until it is taken back. */
  follow(seen: (unlocked: SharedUnlock | undefined) => void): () => void;
}

/** Whether this browser has shared workers. Where it has none, each tab unlocks by itself until it is closed. */
export const SHARES_UNLOCK = typeof SharedWorker !== "undefined";

let connection: UnlockConnection | undefined;

/** The unlock that all tabs of this browser share. */
export function sharedUnlock(): UnlockConnection | undefined {
  if (!SHARES_UNLOCK) return undefined;
  connection ??= connect(
    new SharedWorker(new URL("./unlock.worker.ts", import.meta.url), {
      type: "module",
      name: "lucid-unlock",
      extendedLifetime: true,
    }).port,
  );
  return connection;
}

function connect(port: MessagePort): UnlockConnection {
  const pending = new Map<number, PromiseWithResolvers<string>>();
  const followers = new Set<(unlocked: SharedUnlock | undefined) => void>();
  let calls = 0;
  let last: { readonly unlocked: SharedUnlock | undefined } | undefined;

  port.addEventListener("message", ({ data }: MessageEvent<FromKeeper>) => {
    if (data.type === "state") {
      last = data;
      for (const follower of followers) follower(data.unlocked);
      return;
    }
    const call = pending.get(data.call);
    pending.delete(data.call);
    if (data.type === "signed") call?.resolve(data.signature);
    else call?.reject(new Error("The wallet was locked in the meantime: unlock it and try again"));
  });
  port.start();

  const send = (message: ToKeeper): void => port.postMessage(message);
  return {
    send,
    sign(address, text) {
      const call = ++calls;
      const answer = Promise.withResolvers<string>();
      pending.set(call, answer);
      send({ type: "sign", call, address, text });
      return answer.promise;
    },
    follow(seen) {
      followers.add(seen);
      if (last) seen(last.unlocked);
      return () => followers.delete(seen);
    },
  };
}
