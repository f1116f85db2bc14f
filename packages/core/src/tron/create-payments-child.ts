import { fork } from "node:child_process";
import { existsSync } from "node:fs";
import type { FromPayments } from "@lucid/contract";
import { coverSecrets } from "@lucid/foundation";
import type { PaymentsPort } from "./payments-port.ts";

/** What a program says before it ends is short, or of no use. */
const TAIL_CHARACTERS = 1_000;
/** Its work is safe at every instruction: this is for what is closed in order. */
const STOP_MS = 2_000;

/** Of util-linux, which every Debian has. It becomes the program that it starts. */
const PRLIMIT = "/usr/bin/prlimit";
// Without it any program of this user opens the debugger's socket with a signal.
const OWN_ARGUMENTS = ["--disable-sigusr1"];

/**
 * The process of payments beside a server: a child in a process group of its own, so that Ctrl-C ends it through the engine only.
 * It ends by itself when the engine is gone. What is in its memory never gets into a core dump, where `prlimit` is there.
 */
export const createPaymentsChild = (program: string, prlimit = PRLIMIT): PaymentsPort => ({
  start(heard) {
    const child = fork(program, [], {
      env: {},
      cwd: "/",
      detached: true,
      // Bytes and whole numbers of any size cross as they are.
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      ...(existsSync(prlimit)
        ? { execPath: prlimit, execArgv: ["--core=0:0", process.execPath, ...OWN_ARGUMENTS] }
        : { execArgv: OWN_ARGUMENTS }),
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
