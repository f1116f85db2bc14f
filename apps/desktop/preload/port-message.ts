/** The one word for it everywhere: a window asks with it for its port to the node, and is answered with it. */
export const PORT_MESSAGE = "lucid:port";

/** What comes with the port. */
export interface PortMessage {
  readonly type: typeof PORT_MESSAGE;
  /** Where the node's gateway listens. */
  readonly gateway: string;
}

/** What the preload puts into the page. */
export interface LucidPort {
  /** Asks the application for the port of this window; it arrives as a `PortMessage` with the port attached. */
  request(): void;
}
