import { type ChildProcess, fork } from "node:child_process";
import { EventEmitter } from "node:events";

/** One of Electron's utility processes: here a child of Node, whose messages go through its own channel instead of `parentPort`. */
class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;

  constructor(program: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    super();
    this.#child = fork(program, [...args], { env, stdio: ["ignore", "ignore", "ignore", "ipc"], serialization: "advanced" });
    this.#child.once("spawn", () => this.emit("spawn"));
    this.#child.on("message", (message) => this.emit("message", message));
    this.#child.once("exit", (code) => this.emit("exit", code ?? 1));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  postMessage(message: object): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess = {
  fork: (program: string, args: readonly string[] = [], { env = process.env }: { readonly env?: NodeJS.ProcessEnv } = {}) =>
    new UtilityProcess(program, args, env),
};
