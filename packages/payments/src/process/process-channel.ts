import type { FromPayments, ToPayments } from "@lucid/contract";

/** This process's end of the port to the engine. */
export interface Channel {
  send(message: FromPayments): void;
  onMessage(listener: (message: ToPayments) => void): void;
  /** The engine is gone. */
  onClosed(listener: () => void): void;
}

/** What Electron gives a utility process (electronjs.org/docs/latest/api/parent-port). */
interface ParentPort {
  on(name: "message", listener: (event: { readonly data: ToPayments }) => void): void;
  postMessage(message: FromPayments): void;
}

/** The port that the host has opened: a child's of Node, or a utility process's of Electron. */
export function openChannel(own: NodeJS.Process & { readonly parentPort?: ParentPort | null }): Channel {
  const { parentPort } = own;
  if (parentPort)
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on("message", ({ data }) => listener(data)),
      // Electron ends its utility processes with itself.
      onClosed: () => undefined,
    };
  const send = own.send?.bind(own);
  if (!send) throw new Error("the process of payments is started by a node");
  return {
    send: (message) => void (own.connected && send(message)),
    onMessage: (listener) => void own.on("message", listener),
    onClosed: (listener) => void own.once("disconnect", listener),
  };
}
