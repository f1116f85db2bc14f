import { describe, expect, it } from "vitest";
import { type AddressBook, emptyBook, type KnownEntry } from "./address-book/address-book.ts";
import { type Expectation, pinsOf, readPin } from "./read-pin.ts";
import { readExpectation, readVerifyLink, writeExpectation } from "./verify-link.ts";

const session = "0b7f3c5e-93a4-4c55-9d0e-6d1f2a3b4c5d";
const node = "a1".repeat(32);
const network = "b2".repeat(32);
const owner = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";
const whole: Expectation = { session, node, owner, network };

const book: AddressBook = {
  ...emptyBook,
  known: [{ kind: "node", key: node, name: "Office", added_at: "2026-11-29T03:40:00.000Z" }],
};

describe("what a reader expects", () => {
  it.each([
    ["a node in capitals", "node", node.toUpperCase(), node],
    ["a session in capitals", "session", session.toUpperCase(), session],
    ["an address", "owner", owner, owner],
    ["a name of the address book", "node", "Office", node],
  ] as const)("may be %s", (_name, kind, text, key) => {
    expect(readPin(kind, text, book)).toBe(key);
  });

  it("is a key where one is written, whatever the address book calls so", () => {
    const known = [...book.known, { ...(book.known[0] as KnownEntry), key: network, name: "c3".repeat(32) }];
    expect(readPin("node", "c3".repeat(32), { ...book, known })).toBe("c3".repeat(32));
  });

  it.each([
    ["a name of another kind", "network", "Office"],
    ["a name in another case", "node", "office"],
    ["a key that is cut", "node", node.slice(1)],
    ["spaces", "network", ` ${network}`],
    ["an address in capitals", "owner", owner.toUpperCase()],
    ["an address with two letters changed over", "owner", owner.replace("Rab", "Rba")],
    ["an address of another kind of account", "owner", "TZJozAg1ruapycCicgz31GxvYJ1G1qELV7"],
    ["a session without hyphens", "session", session.replaceAll("-", "")],
    ["nothing", "session", ""],
  ] as const)("is not %s", (_name, kind, text) => {
    expect(readPin(kind, text, book)).toBeUndefined();
  });

  it("asks for nothing where nothing is said", () => {
    expect(pinsOf({ node })).toEqual({ nodes: [node] });
    expect(pinsOf(whole)).toEqual({ sessions: [session], nodes: [node], owners: [owner], networks: [network] });
  });
});

describe("a link that says what a recording must be", () => {
  it("is read as it was written", () => {
    expect(writeExpectation(whole)).toBe(`session=${session}&node=${node}&owner=${owner}&network=${network}`);
    expect(readExpectation(writeExpectation(whole))).toEqual({ ok: true, expectation: whole });
    expect(readVerifyLink(`lucid://verify?${writeExpectation({ owner })}`)).toEqual({ ok: true, expectation: { owner } });
  });

  it.each([
    `lucid://verify?session=${session}`,
    `lucid://verify/?session=${session}`,
    `http://127.0.0.1:7820/verify#session=${session}`,
    `https://node.example/verify.html#session=${session.toUpperCase()}`,
    `file:///home/jana/Downloads/verify.html#session=${session}`,
  ])("may be %s", (link) => {
    expect(readVerifyLink(link)).toEqual({ ok: true, expectation: { session } });
  });

  it.each([
    ["another host", "lucid://session?session=1", "not-a-link"],
    ["a longer path", `lucid://verify/now?session=${session}`, "not-a-link"],
    ["no fields", "lucid://verify", "not-a-link"],
    ["capitals in its scheme", `LUCID://verify?session=${session}`, "not-a-link"],
    ["something before it", ` lucid://verify?session=${session}`, "not-a-link"],
    ["fields where servers see them", `https://node.example/verify?session=${session}`, "not-a-link"],
    ["another page", `https://node.example/login#session=${session}`, "not-a-link"],
    ["a script", `javascript:alert(1)/verify#session=${session}`, "not-a-link"],
    ["nothing behind its sign", "lucid://verify?", "empty"],
    ["an unknown field", `lucid://verify?session=${session}&file=/etc/passwd`, "unknown-field"],
    ["a field of every object", "lucid://verify?__proto__=1", "unknown-field"],
    ["an empty field", `lucid://verify?session=${session}&`, "unknown-field"],
    ["a field twice", `lucid://verify?node=${node}&node=${node}`, "repeated"],
    ["a value that is none", "lucid://verify?session=12", "invalid"],
    ["a field without a value", "lucid://verify?session", "invalid"],
    ["a value with more behind it", `lucid://verify?session=${session}=1`, "invalid"],
    ["an escaped value", `lucid://verify?session=%30${session.slice(1)}`, "invalid"],
    ["a line break", `lucid://verify?session=${session}\n`, "invalid"],
    ["a name", "lucid://verify?node=Office", "invalid"],
    ["a text without end", `lucid://verify?node=${"a".repeat(100_000)}`, "too-long"],
  ])("is refused with %s", (_name, link, problem) => {
    expect(readVerifyLink(link)).toMatchObject({ ok: false, problem });
  });

  it("names the field that is wrong", () => {
    expect(readExpectation(`session=${session}&nodes=${node}`)).toEqual({ ok: false, problem: "unknown-field", field: "nodes" });
    expect(readExpectation("x".repeat(3_000))).toEqual({ ok: false, problem: "too-long" });
  });
});
