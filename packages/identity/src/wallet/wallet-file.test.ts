import { describe, expect, it } from "vitest";
import { createWallet } from "./tron-wallet.ts";
import { decryptWallet, encryptWallet, WALLET_COST, WalletFile } from "./wallet-file.ts";

const cost = { memory_kib: 8_192, passes: 1, lanes: 1 };
const passphrase = "correct horse battery staple";

describe("a wallet file", () => {
  it("gives the phrase back for its passphrase, also after it was stored as text", async () => {
    const { phrase, address } = createWallet();
    const file = await encryptWallet(phrase, passphrase, { cost });
    expect(await decryptWallet(JSON.stringify(file), passphrase)).toEqual({ kind: "opened", phrase, address });
  });

  it("takes two ways to write one passphrase for the same", async () => {
    const { phrase } = createWallet();
    const file = await encryptWallet(phrase, "caf\u00e9 au lait", { cost });
    expect(await decryptWallet(file, "cafe\u0301 au lait")).toMatchObject({ kind: "opened" });
  });

  it("does not open with another passphrase", async () => {
    const file = await encryptWallet(createWallet().phrase, passphrase, { cost });
    expect(await decryptWallet(file, `${passphrase}!`)).toEqual({ kind: "refused" });
  });

  it("does not open after any part of it was altered", async () => {
    const { phrase } = createWallet();
    const file = await encryptWallet(phrase, passphrase, { cost });
    const flip = (digits: string) => `${digits.startsWith("0") ? "1" : "0"}${digits.slice(1)}`;
    const altered = [
      { ...file, address: createWallet().address },
      { ...file, kdf: { ...file.kdf, passes: 2 } },
      { ...file, kdf: { ...file.kdf, salt: flip(file.kdf.salt) } },
      { ...file, cipher: { ...file.cipher, nonce: flip(file.cipher.nonce) } },
      { ...file, ciphertext: flip(file.ciphertext) },
      { ...file, ciphertext: file.ciphertext.slice(2) },
    ];
    for (const copy of altered) expect(await decryptWallet(copy, passphrase)).toEqual({ kind: "refused" });
  });

  it("is not read when it asks for more memory or time than a wallet needs", async () => {
    const file = await encryptWallet(createWallet().phrase, passphrase, { cost });
    const greedy = { ...file, kdf: { ...file.kdf, memory_kib: 2 ** 30 } };
    expect(await decryptWallet(greedy, passphrase)).toEqual({ kind: "not-a-wallet-file" });
    expect(await decryptWallet("{", passphrase)).toEqual({ kind: "not-a-wallet-file" });
  });

  it("tells how far it is and gives way in between", async () => {
    const seen: number[] = [];
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 1);
    await encryptWallet(createWallet().phrase, passphrase, {
      cost: { ...cost, passes: 4 },
      onProgress: (done) => seen.push(done),
    });
    clearInterval(ticking);
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((left, right) => left - right));
    expect(turns).toBeGreaterThan(0);
  });

  it("records the cost it is made with by default", async () => {
    const file = await encryptWallet(createWallet().phrase, passphrase);
    expect(WalletFile.parse(file).kdf).toMatchObject({ name: "argon2id", ...WALLET_COST });
    expect(file.kdf.memory_kib).toBeGreaterThanOrEqual(65_536);
  });
});
