import type { ChainKeys } from "@lucid/core";
import { publicKeyOf, sha256, signObject, utf8 } from "@lucid/proof";

/** A node key that is the same in every run. */
export function createTestKeys(name: string): ChainKeys {
  const secret = sha256(utf8(`lucid test key ${name}`));
  return { publicKey: publicKeyOf(secret), sign: (domain, value) => signObject(domain, value, secret) };
}
