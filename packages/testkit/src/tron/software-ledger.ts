import { tronAddressOf, tronMessageHash } from "@lucid/proof";
import { secp256k1 } from "@noble/curves/secp256k1.js";

/** What the person at the device does, or what is the matter with it. */
export type Mood = "agrees" | "refuses" | "locked" | "other app" | "old app" | "wants a setting" | "silent";

const STATUS = { refuses: "6985", locked: "5515", "wants a setting": "6a8d" } as const;

/**
 * A Ledger with the Tron app, as far as its APDUs go (app-tron `doc/TRONAPP.asc`; GET APP AND VERSION of its system): one account, whatever path is
 * asked for. It answers hex to hex; undefined where it says nothing. It shares our reading of the protocol: what devices really said is in the recorded APDUs.
 */
export function createSoftwareLedger(key: Uint8Array, mood: () => Mood = () => "agrees") {
  const publicKey = secp256k1.getPublicKey(key, false);
  const address = tronAddressOf(publicKey);
  let parts: Buffer[] = [];

  const signatureOf = (made: Uint8Array): string => `${Buffer.from([...made.subarray(1), made[0] ?? 0]).toString("hex")}9000`;

  /** A message: its length in four bytes, then its bytes, in as many parts as it takes. */
  function signText(first: number, data: Buffer): string {
    parts = first === 0x00 ? [data.subarray(1 + (data[0] ?? 0) * 4)] : [...parts, data];
    const whole = Buffer.concat(parts);
    if (whole.length - 4 < whole.readUInt32BE(0)) return "9000";
    const hash = tronMessageHash(whole.subarray(4).toString("utf8"));
    return signatureOf(secp256k1.sign(hash, key, { prehash: false, lowS: true, format: "recovered" }));
  }

  function sign(first: number, data: Buffer): string {
    // The path stands before the first part: so many numbers of four bytes.
    const part = first === 0x10 || first === 0x00 ? data.subarray(1 + (data[0] ?? 0) * 4) : data;
    parts = first === 0x10 || first === 0x00 ? [part] : [...parts, part];
    if (first !== 0x10 && first !== 0x90) return "9000";
    return signatureOf(secp256k1.sign(Buffer.concat(parts), key, { lowS: true, format: "recovered" }));
  }

  return {
    address,
    answer(apdu: string): string | undefined {
      const now = mood();
      const bytes = Buffer.from(apdu, "hex");
      const [kind, instruction, first = 0] = bytes;
      const data = bytes.subarray(5);
      if (now === "silent") return undefined;
      if (now === "locked") return STATUS.locked;
      const name = now === "other app" ? "Bitcoin" : "Tron";
      if (kind === 0xb0) return `01${lengthAndText(name)}${lengthAndText("0.7.1")}01009000`;
      if (now === "other app") return "6e00";
      if (instruction === 0x06) return now === "old app" ? "030001049000" : "030007019000";
      const isAsked = instruction === 0x04 || instruction === 0x08 || first === 0x01;
      if (isAsked && (now === "refuses" || now === "wants a setting")) return STATUS[now];
      if (instruction === 0x02) return `41${Buffer.from(publicKey).toString("hex")}${lengthAndText(address)}9000`;
      if (instruction === 0x08) return signText(first, data);
      return instruction === 0x04 ? sign(first, data) : "6d00";
    },
  };
}

const lengthAndText = (text: string): string =>
  `${text.length.toString(16).padStart(2, "0")}${Buffer.from(text, "ascii").toString("hex")}`;
