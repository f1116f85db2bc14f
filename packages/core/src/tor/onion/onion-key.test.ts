import { expect, it } from "vitest";
import { onionKeyOf } from "./onion-key.ts";

/** The first test vector of RFC 8032, 7.1; the address and the expanded key were computed by another program. */
const SEED = Buffer.from("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "hex");
const PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
const EXPANDED =
  "307c83864f2833cb427a2ef1c00a013cfdff2768d980c0a3a520f006904de94f9b4f0afe280b746a778684e75442502057b7473a03f08f96f5a38e9287e01f8f";

it("makes the address and tor's two files of a seed", () => {
  const { address, secretFile, publicFile } = onionKeyOf(SEED);
  expect(address).toBe("25njqamcweflpvkl73j4szahhihoc4xt3ktcgjnpaingr5yhkenl5sid.onion");
  expect(Buffer.from(secretFile).toString("latin1", 0, 32)).toBe("== ed25519v1-secret: type0 ==\0\0\0");
  expect(Buffer.from(secretFile).toString("hex", 32)).toBe(EXPANDED);
  expect(Buffer.from(publicFile).toString("latin1", 0, 32)).toBe("== ed25519v1-public: type0 ==\0\0\0");
  expect(Buffer.from(publicFile).toString("hex", 32)).toBe(PUBLIC);
});
