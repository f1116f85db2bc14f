import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { openTransportReplayer, RecordStore } from "@ledgerhq/hw-transport-mocker";
import { recoverTronAddress } from "@lucid/proof";
import { createSoftwareLedger, type Mood } from "@lucid/testkit";
import { expect, it, vi } from "vitest";
import { createLedger } from "./create-ledger.ts";

type Transport = Parameters<typeof createLedger>[0];
const KEY = Buffer.from("3".padStart(64, "0"), "hex");
const never = new AbortController().signal;

/** What devices said, as the app's library keeps it for its own tests: the lines of one of them. */
function recorded(name: string): string {
  const file = createRequire(import.meta.url).resolve("@ledgerhq/hw-app-trx/package.json");
  const source = readFileSync(file.replace("package.json", "tests/Trx.test.ts"), "utf8");
  const of = source.slice(source.indexOf(`test("${name}"`));
  return /=> [0-9a-f]+\s+<= [0-9a-f]+/.exec(of)?.[0] ?? expect.fail(`${name} is not recorded`);
}

/** A transport to a device in this process; `on` hears of it being unplugged. */
function transportTo(device: { answer(apdu: string): string | undefined }) {
  const heard = new Map<string, () => void>();
  const transport = {
    async send(kind: number, instruction: number, first: number, second: number, data = Buffer.alloc(0)) {
      const apdu = Buffer.concat([Buffer.from([kind, instruction, first, second, data.length]), data]).toString("hex");
      const said = device.answer(apdu);
      if (said === undefined) return await new Promise<never>(() => undefined);
      const statusCode = Number.parseInt(said.slice(-4), 16);
      if (statusCode !== 0x9000) throw Object.assign(new Error("status"), { statusCode });
      return Buffer.from(said, "hex");
    },
    decorateAppAPIMethods: () => undefined,
    on: (name: string, hear: () => void) => heard.set(name, hear),
  };
  return { transport: transport as unknown as Transport, unplug: () => heard.get("disconnect")?.() };
}

it("says what real devices were asked, and reads what they answered", async () => {
  const open = async (lines: string) => {
    const store = RecordStore.fromString(lines);
    return { store, ledger: createLedger(await openTransportReplayer(store), never) };
  };
  const address = await open(recorded("getAddress"));
  expect(await address.ledger.address(0, false)).toBe("TWdnWBzFdBP1b8sqZ5RcFDbkV3sBmnxsYu");
  address.store.ensureQueueEmpty();

  const lines = recorded("signTransaction");
  const [, asked = "", answered = ""] = /=> ([0-9a-f]+)\s+<= ([0-9a-f]+)/.exec(lines) ?? [];
  const signing = await open(lines);
  // Header, the path's length and its five numbers, then the raw bytes.
  expect(await signing.ledger.sign(0, asked.slice(2 * (5 + 1 + 20)))).toBe(answered.slice(0, 130));
  signing.store.ensureQueueEmpty();
  const text = await open(recorded("signPersonalMessage"));
  const signed = await text.ledger.signText(0, "CryptoChain-TronSR Ledger Transactions Tests");
  text.store.ensureQueueEmpty();
  // By the account whose address that device has said, as TronWeb's messages are read.
  expect(recoverTronAddress("CryptoChain-TronSR Ledger Transactions Tests", signed)).toBe("TWdnWBzFdBP1b8sqZ5RcFDbkV3sBmnxsYu");
  const wrong = await open(lines);
  await expect(wrong.ledger.sign(1, asked.slice(2 * (5 + 1 + 20)))).rejects.toThrow();
});

it.each([
  ["locked", "locked"],
  ["other app", "wrong-app"],
  ["old app", "old-app"],
  ["refuses", "rejected"],
  ["wants a setting", "settings"],
] as const)("says what is in the way of a device: %s", async (mood: Mood, kind) => {
  const { transport } = transportTo(createSoftwareLedger(KEY, () => mood));
  const ledger = createLedger(transport, never);
  const whole = async () => {
    await ledger.requireTronApp();
    return await ledger.sign(0, "0a0200002201aa");
  };
  await expect(whole()).rejects.toMatchObject({ name: "LedgerFault", kind });
});

it("signs a text of any length as TRON wallets do", async () => {
  const device = createSoftwareLedger(KEY);
  const ledger = createLedger(transportTo(device).transport, never);
  for (const text of ["Lucid login v1", "ä".repeat(700)])
    expect(recoverTronAddress(text, await ledger.signText(0, text))).toBe(device.address);
});

it("ends where a device says nothing: when it is stopped, unplugged, or too late", async () => {
  const { transport, unplug } = transportTo(createSoftwareLedger(KEY, () => "silent"));
  const stop = new AbortController();
  const stopped = createLedger(transport, stop.signal).sign(0, "0a0200002201aa");
  stop.abort();
  await expect(stopped).rejects.toMatchObject({ kind: "cancelled" });
  const cut = createLedger(transport, never).sign(0, "0a0200002201aa");
  unplug();
  await expect(cut).rejects.toMatchObject({ kind: "unplugged" });
  const late = new AbortController();
  vi.spyOn(AbortSignal, "timeout").mockReturnValue(late.signal);
  const waits = createLedger(transport, never).address(0, true);
  late.abort();
  await expect(waits).rejects.toMatchObject({ kind: "too-late" });
});
