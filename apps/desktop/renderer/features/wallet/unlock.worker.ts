import type { ToKeeper } from "./unlock.protocol.ts";
import { createUnlockKeeper } from "./unlock-keeper.ts";

const add = createUnlockKeeper({
  now: () => Date.now(),
  // The curves are loaded with the first signature that a tab asks for.
  sign: async (phrase, text) => (await import("./phrase-wallet.ts")).walletOfPhrase(phrase).sign(text),
});

globalThis.addEventListener("connect", (event) => {
  const [port] = (event as MessageEvent).ports;
  if (!port) return;
  const take = add(port);
  port.addEventListener("message", ({ data }: MessageEvent<ToKeeper>) => take(data));
  port.start();
});
