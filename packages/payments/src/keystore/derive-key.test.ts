import { argon2 } from "node:crypto";
import { expect, it, vi } from "vitest";
import { deriveKey } from "./derive-key.ts";

const derivation = { memory_kib: 256, passes: 2, lanes: 1, salt: "07".repeat(32) };
const hex = async (...args: Parameters<typeof deriveKey>): Promise<string> =>
  Buffer.from(await deriveKey(...args)).toString("hex");
const refusing = (code: string) =>
  vi.fn<typeof argon2>(() => {
    throw Object.assign(new Error(`no: ${code}`), { code });
  });

it("derives the same key by OpenSSL, where a Node lacks it, and where it was made without", async () => {
  const spied = vi.fn(argon2);
  const key = await hex(derivation, "ein Käsebrot", { argon2: spied });
  expect(spied).toHaveBeenCalledOnce();
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(await hex(derivation, "ein Käsebrot", {})).toBe(key);
  const without = refusing("ERR_CRYPTO_ARGON2_NOT_SUPPORTED");
  expect(await hex(derivation, "ein Käsebrot", { argon2: without })).toBe(key);
  expect(without).toHaveBeenCalledOnce();
});

it("takes either form of a letter for the same, and another salt, cost or passphrase for another", async () => {
  const key = await hex(derivation, "ein Käsebrot".normalize("NFC"));
  expect(await hex(derivation, "ein Käsebrot".normalize("NFD"))).toBe(key);
  const others = [
    await hex(derivation, "ein Kasebrot"),
    await hex({ ...derivation, passes: 1 }, "ein Käsebrot"),
    await hex({ ...derivation, memory_kib: 257 }, "ein Käsebrot"),
    await hex({ ...derivation, lanes: 2 }, "ein Käsebrot"),
    await hex({ ...derivation, salt: "08".repeat(32) }, "ein Käsebrot"),
  ];
  expect(new Set([key, ...others]).size).toBe(6);
});

it("does not take another fault of OpenSSL for its absence", async () => {
  await expect(deriveKey(derivation, "x", { argon2: refusing("ERR_OUT_OF_RANGE") })).rejects.toThrow("ERR_OUT_OF_RANGE");
});
