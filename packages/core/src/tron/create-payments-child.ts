import { fork } from "node:child_process";
import type { FromPayments } from "@lucid/contract";
import { coverSecrets } from "@lucid/foundation";
import type { PaymentsPort } from "./payments-port.ts";

/** What a program says before it ends is short, or of no use. */
const TAIL_CHARACTERS = 1_000;
/** Its work is safe at every instruction: this is for what is closed in order. */
const STOP_MS = 2_000;

/**
 * The process of payments beside a server: a child in a process group of its own, so that Ctrl-C ends it through the engine only.
 * It ends by itself when the engine is gone.
 */
export const createPaymentsChild = (program: string): PaymentsPort => ({
  start(heard) {
    const child = fork(program, [], {
      env: {},
      cwd: "/",
      detached: true,
      // Bytes and whole numbers of any size cross as they are.
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      // Without it any program of this user opens the debugger's socket with a signal.
      execArgv: ["--disable-sigusr1"],
    });
    const { promise: exited, resolve } = Promise.withResolvers<string>();
    let tail = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      tail = (tail + text).slice(-TAIL_CHARACTERS);
    });
    child.on("message", (message) => heard(message as FromPayments));
    child.once("error", (error) => resolve(`could not be started: ${error.message}`));
    child.once("exit", (code, signal) => {
      const said = coverSecrets(tail.trim());
      resolve(`ended with ${signal ?? `code ${code}`}${said === "" ? "" : `: ${said}`}`);
    });
    return {
      exited,
      send(message) {
        // What is on its way when the process ends is told by `exited`.
        if (child.connected) child.send(message, () => undefined);
      },
      async [Symbol.asyncDispose]() {
        if (child.connected) child.send({ type: "stop" }, () => undefined);
        const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
        await exited;
        clearTimeout(late);
      },
    };
  },
});
