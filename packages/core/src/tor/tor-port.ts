import type { Socket } from "node:net";
import type { TorProblem } from "@lucid/contract";
import type { Run } from "@lucid/foundation";

/** How a node gets a tor of its own. */
export interface TorPort {
  /**
   * Looks at the program and at its settings, then starts it; resolves when it can be asked. What it does from then on is told.
   * @throws TorTrouble that says what a person can do about it, or the signal's reason.
   */
  start(options: TorOptions, heard: TorListener, signal: AbortSignal): Promise<TorProcess>;
}

export interface TorOptions {
  /** Its own folder in the data folder: what it knows of the network, and the files of the service. */
  readonly folder: string;
  /** A closed folder with a short name, for sockets. */
  readonly sockets: string;
  /** Socket on which the gateway takes what comes through the onion service. */
  readonly gateway: string;
  /** Ed25519 seed of the service. */
  readonly seed: Uint8Array;
  /** Those who alone may reach it; none, and everybody may. Keys are X25519 in base32. */
  readonly clients: readonly { readonly name: string; readonly publicKey: string }[];
  /** Lines of the owner that hold where the node says nothing itself: bridges, or another network. Empty: none. */
  readonly defaultsFile: string;
}

export interface TorListener {
  onBootstrap(way: { readonly progress: number; readonly step: string }): void;
  /** The network took a descriptor of the service: from now on it can be found. */
  onPublished(): void;
  /** Whether tor believes that it has a network at all. */
  onLiveness(isUp: boolean): void;
}

/** One life of tor. `exited` says in words how it ended. */
export interface TorProcess extends Run<string> {
  readonly version: string;
  /** Circuits that are built now. */
  circuits(): number;
  /** A connection through the network. @throws when it does not come about. */
  open(host: string, port: number, signal: AbortSignal): Promise<Socket>;
}

/** Why tor does not run, and what to do. */
export class TorTrouble extends Error {
  override readonly name = "TorTrouble";
  readonly problem: TorProblem;

  constructor(problem: TorProblem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.problem = problem;
  }
}
