import type { OrderedTransfer } from "@lucid/contract";
import { expect, it } from "vitest";
import { checkToSign, feeLimitOf } from "./check-to-sign.ts";

const FROM = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH";
const TO = "TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC";
const EXPIRES = Date.parse("2026-01-01T00:05:00.000Z");
const NOW = EXPIRES - 60_000;
/** `raw_data_hex` as TronWeb 6 built it, which no code of the page knows: 1.5 of each, and of another contract's token. */
const RAW = {
  TRX: [
    "0a0200012208001122334455667740e0f7fcb6b7335a67080112630a2d747970652e676f6f676c65617069732e636f6d2f70726f746f636f6c2e54",
    "72616e73666572436f6e747261637412320a1541c8599111f29c1e1e061265b4af93ea1f274ad78a1215417e5f4552091a69125d5dfcb7b8c26590",
    "29395bdf18e0c65b7080d0eab6b733",
  ].join(""),
  USDT: [
    "0a0200012208001122334455667740e0f7fcb6b7335aae01081f12a9010a31747970652e676f6f676c65617069732e636f6d2f70726f746f636f6c",
    "2e54726967676572536d617274436f6e747261637412740a1541c8599111f29c1e1e061265b4af93ea1f274ad78a121541a614f803b6fd780986a4",
    "2c78ec9c7f77e6ded13c2244a9059cbb0000000000000000000000007e5f4552091a69125d5dfcb7b8c2659029395bdf0000000000000000000000",
    "00000000000000000000000000000000000016e3607080d0eab6b733900180ade204",
  ].join(""),
};
const OTHER_TOKEN = RAW.USDT.replace("a614f803b6fd780986a42c78ec9c7f77e6ded13c", "7e5f4552091a69125d5dfcb7b8c2659029395bdf");

function transferOf(asset: "TRX" | "USDT", raw: string, over: Partial<OrderedTransfer> = {}) {
  const to_sign = {
    transaction_id: "ab".repeat(32) as OrderedTransfer["to_sign"] & string,
    raw,
    expires_at: new Date(EXPIRES).toISOString(),
  };
  return {
    ...{
      staking: null,
      asset,
      amount: "1500000",
      from_address: FROM,
      to_address: TO,
      network: "mainnet" as const,
      most_fee_sun: "10000000",
    },
    ...{ to_sign: to_sign as unknown as OrderedTransfer["to_sign"], ...over },
  };
}

it.each(["TRX", "USDT"] as const)("takes what says the same as the page, of %s, and nothing else", (asset) => {
  const raw = RAW[asset];
  expect(checkToSign(transferOf(asset, raw), NOW)).toBeUndefined();
  for (const over of [{ amount: "1500001" }, { to_address: FROM }, { from_address: TO }, { to_sign: null }])
    expect(checkToSign(transferOf(asset, raw, over), NOW)).toBe("differs");
  expect(checkToSign(transferOf(asset === "TRX" ? "USDT" : "TRX", raw), NOW)).toBe("differs");
  // A memo: field 10 of the raw transaction, two bytes.
  expect(checkToSign(transferOf(asset, `${raw}52026869`), NOW)).toBe("differs");
  expect(checkToSign(transferOf(asset, raw.slice(0, -2)), NOW)).toBe("differs");
  // A field once more, which a reader may take for the one before.
  expect(checkToSign(transferOf(asset, `${raw}${raw}`), NOW)).toBe("differs");
  const later = {
    transaction_id: "",
    raw,
    expires_at: new Date(EXPIRES + 1).toISOString(),
  } as unknown as OrderedTransfer["to_sign"];
  expect(checkToSign(transferOf(asset, raw, { to_sign: later }), NOW)).toBe("differs");
  expect(checkToSign(transferOf(asset, raw), EXPIRES - 5_000)).toBe("expired");
});

it("reads how much a fee may be", () => {
  expect(feeLimitOf({ raw: RAW.USDT })).toBe("10000000");
  expect(feeLimitOf({ raw: RAW.TRX })).toBeUndefined();
  expect(feeLimitOf({ raw: RAW.USDT.slice(2) })).toBeUndefined();
});

it("takes no other token for USDT, and no fee above what was agreed to", () => {
  expect(checkToSign(transferOf("USDT", OTHER_TOKEN), NOW)).toBe("differs");
  // Of a local network the token is whatever it was made with.
  expect(checkToSign(transferOf("USDT", OTHER_TOKEN, { network: "devnet" }), NOW)).toBeUndefined();
  expect(checkToSign(transferOf("USDT", RAW.USDT, { most_fee_sun: "9999999" }), NOW)).toBe("differs");
});
