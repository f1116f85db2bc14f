import Trx from "@ledgerhq/hw-app-trx";
import { faultOf, LedgerFault } from "./ledger-fault.ts";

type Transport = ConstructorParameters<typeof Trx>[0];

/** Operations domain 5.4: 60 s to connect, 300 s to sign. What a device answers by itself takes no second. */
const ANSWER_MS = 15_000;
const CONFIRM_MS = 60_000;
const SIGN_MS = 300_000;
/** From here on the app has signed by the messages that its library sends (`getAppConfiguration` of hw-app-trx). */
const OLDEST = [0, 1, 5] as const;

/** A device that is connected, until it is let go. Each call ends: with an answer, or with a LedgerFault. */
export interface Ledger {
  /** @throws LedgerFault `locked`, `wrong-app`, `old-app` */
  requireTronApp(): Promise<void>;
  /** The account's address; shown on the device, and waited for, where the person is to confirm it there. */
  address(account: number, isShown: boolean): Promise<string>;
  /** The signature of a transaction's raw bytes, in hex: r, s, v. */
  sign(account: number, raw: string): Promise<string>;
  /** The signature of a text, in hex: r, s, v; as signMessageV2 makes it, for the app puts the same prefix before the bytes. */
  signText(account: number, text: string): Promise<string>;
}

export const pathOf = (account: number): string => `44'/195'/${account}'/0/0`;

/** @param signal Ends whatever waits. */
export function createLedger(transport: Transport, signal: AbortSignal): Ledger {
  const app = new Trx(transport);
  const gone = new AbortController();
  transport.on("disconnect", () => gone.abort());

  /** The libraries wait for ever for a device that says nothing. */
  async function bounded<Answer>(work: Promise<Answer>, ms: number): Promise<Answer> {
    const end = AbortSignal.any([signal, gone.signal, AbortSignal.timeout(ms)]);
    const { promise, reject } = Promise.withResolvers<never>();
    const fail = (): void =>
      reject(new LedgerFault(signal.aborted ? "cancelled" : gone.signal.aborted ? "unplugged" : "too-late"));
    if (end.aborted) fail();
    else end.addEventListener("abort", fail, { once: true });
    try {
      return await Promise.race([work, promise]);
    } catch (error) {
      throw faultOf(error);
    } finally {
      end.removeEventListener("abort", fail);
      // Whoever waited has heard of it by the race; where the answer came first, nobody has to.
      promise.catch(() => undefined);
    }
  }

  return {
    async requireTronApp() {
      // GET APP AND VERSION of the system: format 1, then name and version, each with its length before it.
      const answer = await bounded(transport.send(0xb0, 0x01, 0x00, 0x00), ANSWER_MS);
      const name = answer.subarray(2, 2 + (answer[1] ?? 0)).toString("ascii");
      if (name !== "Tron") throw new LedgerFault("wrong-app");
      const { version } = await bounded(app.getAppConfiguration(), ANSWER_MS);
      if (isOlder(version.split(".").map(Number), OLDEST)) throw new LedgerFault("old-app");
    },
    async address(account, isShown) {
      return (await bounded(app.getAddress(pathOf(account), isShown), isShown ? CONFIRM_MS : ANSWER_MS)).address;
    },
    sign: (account, raw) => bounded(app.signTransaction(pathOf(account), raw, []), SIGN_MS),
    signText: (account, text) => bounded(app.signPersonalMessage(pathOf(account), hexOf(text)), SIGN_MS),
  };
}

const hexOf = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, "0")).join("");

function isOlder(version: readonly number[], than: readonly number[]): boolean {
  for (const [place, least] of than.entries()) {
    const part = version[place] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}
