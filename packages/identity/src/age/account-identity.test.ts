import { IDENTITY_TEXT } from "@lucid/proof";
import { identityToRecipient } from "age-encryption";
import { describe, expect, it } from "vitest";
import { createWallet, walletFromPhrase } from "../wallet/tron-wallet.ts";
import { newIdentity, openIdentity, readIdentity, sealIdentity } from "./account-identity.ts";

const newSignature = () => walletFromPhrase(createWallet().phrase).signMessage(IDENTITY_TEXT);

describe("an encryption identity", () => {
  it("has the recipient that the age library derives", async () => {
    const { identity, recipient } = newIdentity();
    expect(await identityToRecipient(identity)).toBe(recipient);
    expect(readIdentity(identity)).toEqual({ identity, recipient });
  });

  it("is refused when it is none", () => {
    for (const text of ["", "AGE-SECRET-KEY-1QQQ", newIdentity().recipient]) {
      expect(() => readIdentity(text)).toThrow(expect.objectContaining({ code: "identity-invalid" }));
    }
  });
});

describe("a sealed identity", () => {
  const own = newIdentity();

  it("opens on any device that has the same wallet", () => {
    const { phrase } = createWallet();
    const sealed = sealIdentity(own.identity, walletFromPhrase(phrase).signMessage(IDENTITY_TEXT));
    expect(openIdentity(sealed, walletFromPhrase(phrase).signMessage(IDENTITY_TEXT))).toBe(own.identity);
  });

  it("opens however the wallet writes the recovery byte", () => {
    const signature = newSignature();
    const sealed = sealIdentity(own.identity, signature);
    const other = `0x${signature.slice(0, 128).toUpperCase()}${signature.endsWith("1b") ? "00" : "01"}`;
    expect(openIdentity(sealed, other)).toBe(own.identity);
  });

  it("hides the identity and differs every time", () => {
    const signature = newSignature();
    expect(sealIdentity(own.identity, signature)).not.toBe(sealIdentity(own.identity, signature));
  });

  it("does not open for another wallet, another text or after a change", () => {
    const { phrase } = createWallet();
    const wallet = walletFromPhrase(phrase);
    const signature = wallet.signMessage(IDENTITY_TEXT);
    const sealed = sealIdentity(own.identity, signature);
    const last = sealed.endsWith("0") ? "1" : "0";
    const attempts: [string, string][] = [
      [sealed, newSignature()],
      [sealed, wallet.signMessage("Lucid login v1")],
      [`${sealed.slice(0, -1)}${last}`, signature],
      [sealed.slice(0, -2), signature],
      [sealed, "not a signature"],
    ];
    for (const [text, signed] of attempts) {
      expect(() => openIdentity(text, signed)).toThrow(expect.objectContaining({ code: "identity-sealed" }));
    }
  });
});
