import { keyCommitment } from "@lucid/proof";
import { randomBytes } from "@noble/hashes/utils.js";
import { Encrypter } from "age-encryption";
import { describe, expect, it } from "vitest";
import { newIdentity } from "./account-identity.ts";
import { unwrapDataKey, wrapDataKey } from "./data-key.ts";

describe("a wrapped data key", () => {
  it("opens for each of its recipients", async () => {
    const dataKey = randomBytes(32);
    const people = [newIdentity(), newIdentity()];
    const envelope = await wrapDataKey(
      dataKey,
      people.map((person) => person.recipient),
    );
    for (const { identity } of people) {
      expect(await unwrapDataKey(envelope, identity, { commitment: keyCommitment(dataKey) })).toEqual(dataKey);
    }
  });

  it("does not open for anybody else", async () => {
    const envelope = await wrapDataKey(randomBytes(32), [newIdentity().recipient]);
    await expect(unwrapDataKey(envelope, newIdentity().identity)).rejects.toMatchObject({ code: "key-not-for-you" });
  });

  it("is not taken for the key of another recording", async () => {
    const { identity, recipient } = newIdentity();
    const envelope = await wrapDataKey(randomBytes(32), [recipient]);
    const commitment = keyCommitment(randomBytes(32));
    await expect(unwrapDataKey(envelope, identity, { commitment })).rejects.toMatchObject({ code: "key-mismatch" });
  });

  it("is refused at every flipped byte", async () => {
    const { identity, recipient } = newIdentity();
    const envelope = await wrapDataKey(randomBytes(32), [recipient]);
    for (let at = 0; at < envelope.length; at += 7) {
      const altered = envelope.slice();
      altered[at] = (altered[at] as number) ^ 1;
      await expect(unwrapDataKey(altered, identity)).rejects.toMatchObject({ name: "IdentityError" });
    }
  });

  it("is refused when it holds anything but a key, or is too large to be one", async () => {
    const { identity, recipient } = newIdentity();
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    const short = await encrypter.encrypt(new Uint8Array(31));
    await expect(unwrapDataKey(short, identity)).rejects.toMatchObject({ code: "envelope-invalid" });
    await expect(unwrapDataKey(new Uint8Array(65_537), identity)).rejects.toMatchObject({ code: "envelope-invalid" });
  });

  it("is only made for X25519 recipients, and at least one", async () => {
    const mistyped = `${newIdentity().recipient.slice(0, -1)}q`;
    await expect(wrapDataKey(randomBytes(32), [mistyped, mistyped.replace(/q$/, "p")])).rejects.toMatchObject({
      code: "recipient-invalid",
    });
    await expect(wrapDataKey(randomBytes(32), ["age1pq1abc"])).rejects.toMatchObject({ code: "recipient-invalid" });
    await expect(wrapDataKey(randomBytes(32), [])).rejects.toThrow(RangeError);
    await expect(wrapDataKey(randomBytes(16), [newIdentity().recipient])).rejects.toThrow(RangeError);
  });
});
