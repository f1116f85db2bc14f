import type { PaymentsPort } from "@lucid/core";
import type { utilityProcess } from "electron";

/** Its work is safe at every instruction: this is for what is closed in order. */
const STOP_MS = 2_000;

/** The process of payments beside a desktop application: one of Electron's utility processes, with nothing of this one's environment. */
export const createPaymentsUtility = (electron: Pick<typeof utilityProcess, "fork">, program: string): PaymentsPort => ({
  start(heard) {
    const child = electron.fork(program, [], { env: {}, stdio: "ignore", serviceName: "Lucid payments" });
    const { promise: exited, resolve } = Promise.withResolvers<string>();
    child.on("message", heard);
    child.once("exit", (code) => resolve(`ended with code ${code}`));
    return {
      exited,
      send: (message) => child.postMessage(message),
      async [Symbol.asyncDispose]() {
        child.postMessage({ type: "stop" });
        const late = setTimeout(() => child.kill(), STOP_MS);
        await exited;
        clearTimeout(late);
      },
    };
  },
});
