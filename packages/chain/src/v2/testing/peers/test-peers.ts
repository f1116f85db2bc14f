import { createPrivateKey, sign } from "node:crypto";
import { systemClock } from "@lucid/foundation";
import { silentLog } from "@lucid/foundation/testing";
import { publicKeyOf, sha256, utf8 } from "@lucid/proof";
import { Registry } from "prom-client";
import type { PeerIdentity } from "../../peers/identity.ts";
import { openPeers, type Peers, type PeersDeps, type PeersOptions } from "../../peers/open-peers.ts";
import type { PeerBookFile } from "../../peers/peer-book.ts";

/** RFC 8410: what stands before the 32 bytes of an Ed25519 seed in a PKCS #8 key. */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

/** The identity of the test key of this name, as `createTestKeys` makes it. */
export function createTestIdentity(name: string): PeerIdentity {
  const secret = sha256(utf8(`lucid test key ${name}`));
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, secret]), format: "der", type: "pkcs8" });
  return { publicKey: publicKeyOf(secret), sign: (bytes) => Uint8Array.from(sign(null, bytes, key)) };
}

export function createTestBook(): PeerBookFile & { text: string | undefined } {
  return {
    text: undefined,
    read() {
      return this.text;
    },
    write(text) {
      this.text = text;
    },
  };
}

export const testNetwork = "5e".repeat(32);

/** Peers on loopback under the real clock; what fails fails the test. */
export function openTestPeers(
  name: string,
  members: readonly string[],
  options: Partial<PeersOptions> & Partial<Pick<PeersDeps, "bookFile" | "clock">> = {},
): Promise<Peers> {
  const { bookFile = createTestBook(), clock = systemClock, ...rest } = options;
  return openPeers(
    {
      ...{ clock, bookFile, log: silentLog, metrics: new Registry(), identity: createTestIdentity(name) },
      isMember: (key) => members.includes(key),
      onFailure: (error) => {
        throw error;
      },
    },
    { network: testNetwork, maxBlockBytes: 2_097_152, listen: ["127.0.0.1:0"], dial: [], ...rest },
  );
}
