import type { OrderedTransfer, StakingAction } from "@lucid/contract";
import { expect, it } from "vitest";
import { checkToSign } from "./check-to-sign.ts";

type Vote = NonNullable<StakingAction["votes"]>[number];
const FROM = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH" as Vote["witness"];
const TO = "TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC" as Vote["witness"];
const EXPIRES = Date.parse("2026-01-01T00:05:00.000Z");
const NOW = EXPIRES - 60_000;
const vote = (witness: Vote["witness"], votes: string): Vote => ({ witness, votes });
const HEAD = "0a0200012208001122334455667740e0f7fcb6b733";
const TAIL = "7080a3f9b6b733";
/** What is meant, and the contract in it as TronWeb 6 built it, which no code of the page knows. */
const ORDERS: Readonly<Record<string, readonly [action: StakingAction, contract: string]>> = {
  freeze: [
    { kind: "freeze", amount: "3000000000", resource: "energy" },
    [
      "5a5b083612570a34747970652e676f6f676c65617069732e636f6d2f70726f746f636f6c2e467265657a6542616c616e63655632436f6e74726163",
      "74121f0a1541c8599111f29c1e1e061265b4af93ea1f274ad78a1080bcc1960b1801",
    ].join(""),
  ],
  "freeze for bandwidth": [
    { kind: "freeze", amount: "3000000000", resource: "bandwidth" },
    [
      "5a59083612550a34747970652e676f6f676c65617069732e636f6d2f70726f746f636f6c2e467265657a6542616c616e63655632436f6e74726163",
      "74121d0a1541c8599111f29c1e1e061265b4af93ea1f274ad78a1080bcc1960b",
    ].join(""),
  ],
  unfreeze: [
    { kind: "unfreeze", amount: "1000000000", resource: "energy" },
    [
      "5a5d083712590a36747970652e676f6f676c65617069732e636f6d2f70726f746f636f6c2e556e667265657a6542616c616e63655632436f6e7472",
      "616374121f0a1541c8599111f29c1e1e061265b4af93ea1f274ad78a108094ebdc031801",
    ].join(""),
  ],
  withdraw: [
    { kind: "withdraw" },
    [
      "5a5a083812560a3b747970652e676f6f676c65617069732e636f6d2f70726f746f636f6c2e5769746864726177457870697265556e667265657a65",
      "436f6e747261637412170a1541c8599111f29c1e1e061265b4af93ea1f274ad78a",
    ].join(""),
  ],
  delegate: [
    { kind: "delegate", amount: "2000000", resource: "energy", to_address: TO },
    [
      "5a710839126d0a35747970652e676f6f676c65617069732e636f6d2f70726f746f636f6c2e44656c65676174655265736f75726365436f6e747261",
      "637412340a1541c8599111f29c1e1e061265b4af93ea1f274ad78a10011880897a2215417e5f4552091a69125d5dfcb7b8c2659029395bdf",
    ].join(""),
  ],
  "lend with a lock": [
    { kind: "delegate", amount: "2000000", resource: "bandwidth", to_address: TO, lock_hours: 24 },
    [
      "5a75083912710a35747970652e676f6f676c65617069732e636f6d2f70726f746f636f6c2e44656c65676174655265736f75726365436f6e747261",
      "637412380a1541c8599111f29c1e1e061265b4af93ea1f274ad78a1880897a2215417e5f4552091a69125d5dfcb7b8c2659029395bdf28013080e1",
      "01",
    ].join(""),
  ],
  undelegate: [
    { kind: "undelegate", amount: "2000000", resource: "energy", to_address: TO },
    [
      "5a73083a126f0a37747970652e676f6f676c65617069732e636f6d2f70726f746f636f6c2e556e44656c65676174655265736f75726365436f6e74",
      "7261637412340a1541c8599111f29c1e1e061265b4af93ea1f274ad78a10011880897a2215417e5f4552091a69125d5dfcb7b8c2659029395bdf",
    ].join(""),
  ],
  vote: [
    { kind: "vote", votes: [vote(FROM, "5"), vote(TO, "2000")] },
    [
      "5a870108041282010a30747970652e676f6f676c65617069732e636f6d2f70726f746f636f6c2e566f74655769746e657373436f6e747261637412",
      "4e0a1541c8599111f29c1e1e061265b4af93ea1f274ad78a12190a1541c8599111f29c1e1e061265b4af93ea1f274ad78a1005121a0a15417e5f45",
      "52091a69125d5dfcb7b8c2659029395bdf10d00f",
    ].join(""),
  ],
  claim: [
    { kind: "claim" },
    [
      "5a53080d124f0a34747970652e676f6f676c65617069732e636f6d2f70726f746f636f6c2e576974686472617742616c616e6365436f6e74726163",
      "7412170a1541c8599111f29c1e1e061265b4af93ea1f274ad78a",
    ].join(""),
  ],
};
const named = Object.entries(ORDERS).map(([name, [action, contract]]) => ({ name, action, raw: `${HEAD}${contract}${TAIL}` }));

function faultOf(staking: StakingAction, raw: string, over: Partial<OrderedTransfer> = {}) {
  const to_sign = {
    transaction_id: "",
    raw,
    expires_at: new Date(EXPIRES).toISOString(),
  } as unknown as OrderedTransfer["to_sign"];
  const asked = { staking, asset: "TRX", amount: "0", from_address: FROM, to_address: FROM, network: "mainnet" } as const;
  return checkToSign({ ...asked, most_fee_sun: "0", to_sign, ...over }, NOW);
}

it.each(named)("takes what says what is to be done with a stake: $name", ({ action, raw }) => {
  expect(faultOf(action, raw)).toBeUndefined();
  expect(faultOf(action, raw, { from_address: TO })).toBe("differs");
  expect(faultOf(action, raw, { staking: null })).toBe("differs");
  // A memo, and a limit of a fee, which only a contract has.
  expect(faultOf(action, `${raw}52026869`)).toBe("differs");
  expect(faultOf(action, `${raw}900180ade204`)).toBe("differs");
  expect(faultOf(action, raw.slice(0, -2))).toBe("differs");
  for (const other of named) if (other.action !== action) expect(faultOf(other.action, raw)).toBe("differs");
});

it("takes no other amount, resource, receiver or lock, and no other vote", () => {
  const bytes = (name: string) => named.find((one) => one.name === name) ?? expect.fail(name);
  const differs = (name: string, over: Partial<StakingAction>): void => {
    const { action, raw } = bytes(name);
    expect(faultOf({ ...action, ...over }, raw)).toBe("differs");
  };
  for (const name of ["freeze", "unfreeze", "delegate", "undelegate"]) {
    differs(name, { amount: "3000000001" });
    differs(name, { resource: "bandwidth" });
  }
  for (const name of ["delegate", "undelegate"]) differs(name, { to_address: FROM });
  differs("delegate", { lock_hours: 24 });
  differs("lend with a lock", { lock_hours: 23 });
  differs("lend with a lock", { lock_hours: undefined });
  differs("vote", { votes: [vote(FROM, "5"), vote(TO, "2001")] });
  differs("vote", { votes: [vote(TO, "2000"), vote(FROM, "5")] });
  differs("vote", { votes: [vote(FROM, "5")] });
  differs("vote", { votes: [vote(FROM, "5"), vote(TO, "2000"), vote(TO, "1")] });
  // Energy said by another number, and the lock by another than one.
  const { action, raw } = bytes("freeze");
  expect(faultOf(action, raw.replace("80bcc1960b1801", "80bcc1960b1802"))).toBe("differs");
  const locked = bytes("lend with a lock");
  expect(faultOf(locked.action, locked.raw.replace("28013080e101", "28003080e101"))).toBe("differs");
});
