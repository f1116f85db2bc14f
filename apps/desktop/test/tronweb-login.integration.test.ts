import { createWallet, loginText, newIdentity, openIdentity, sealIdentity, walletFromPhrase } from "@lucid/identity";
import { GRANT_TITLE, IDENTITY_TEXT, recoverTronAddress } from "@lucid/proof";
import { TronWeb } from "tronweb";
import { describe, expect, it } from "vitest";

const tronWeb = new TronWeb({ fullHost: "http://127.0.0.1:1" });

function makeBoth() {
  const { phrase } = createWallet();
  const theirs = TronWeb.fromMnemonic(phrase);
  return { ours: walletFromPhrase(phrase), address: theirs.address, privateKey: theirs.privateKey.replace(/^0x/, "") };
}

const texts = {
  "a login": loginText({
    domain: "127.0.0.1:8080",
    network: "ab".repeat(32),
    address: "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH",
    nonce: "00".repeat(16),
    issuedAtMs: 0,
    expiresAtMs: 300_000,
  }),
  "a grant": `${GRANT_TITLE}\n{"ends_at_ms":1}`,
  "the identity text": IDENTITY_TEXT,
  "text of several bytes a letter": "Zürich 東京 🔐",
  nothing: "",
};

describe.each(Object.entries(texts))("a signature over %s", (_name, text) => {
  it("made by TronWeb is accepted here", () => {
    const { address, privateKey } = makeBoth();
    const signature = tronWeb.trx.signMessageV2(text, privateKey);
    expect(recoverTronAddress(text, signature.replace(/^0x/, ""))).toBe(address);
  });

  it("made here is accepted by TronWeb", async () => {
    const { ours, address } = makeBoth();
    expect(ours.address).toBe(address);
    expect(await tronWeb.trx.verifyMessageV2(text, `0x${ours.signMessage(text)}`)).toBe(address);
  });
});

it("opens an identity with TronWeb that was sealed with the wallet of the page", () => {
  const { ours, privateKey } = makeBoth();
  const own = newIdentity();
  const sealed = sealIdentity(own.identity, ours.signMessage(IDENTITY_TEXT));
  expect(openIdentity(sealed, tronWeb.trx.signMessageV2(IDENTITY_TEXT, privateKey))).toBe(own.identity);
});
