import { readFileSync } from "node:fs";
import { createRegistry, openDatabase, systemClock, systemRandomness } from "@lucid/foundation";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import pino from "pino";
import { createAuth, createAuthHandlers } from "../../logins/index.ts";
import { nodeMigrations } from "../../storage/index.ts";
import { startGateway } from "../start-gateway.ts";
import { fakeBulk, fakeServices } from "./fake-services.ts";

/**
 * The gateway with the node's own login behind it, for bench/gateway.bench.ts. The key of the access tokens
 * comes on stdin, so that the peer can check the same tokens; the answer is one line with port and token.
 */
const plenty = { perMinute: 10_000_000, burst: 10_000_000 };
const registry = createRegistry();
const log = pino({ level: "info" }, { write: () => undefined });
const database = openDatabase({ path: ":memory:", migrations: nodeMigrations, synchronous: "normal" });
const auth = createAuth(
  {
    db: database.write,
    clock: systemClock,
    randomness: systemRandomness,
    log,
    metrics: registry,
    tokenKey: Buffer.from(readFileSync(0, "utf8").trim(), "hex"),
    onEvent: () => undefined,
  },
  { domain: () => "127.0.0.1", network: "ab".repeat(32), registration: "closed" },
);

const wallet = walletFromPhrase(createWallet().phrase);
const here = { ip: "127.0.0.1" };
const challenge = auth.challenge({ tron_address: wallet.address }, here);
const { access_token: token } = auth.login(
  {
    challenge_id: challenge.challenge_id,
    tron_address: wallet.address,
    signature: wallet.signMessage(challenge.message),
    setup_code: auth.issueSetupCode(),
  },
  here,
);

const gateway = await startGateway(
  {
    services: {
      ...fakeServices({
        chain: {
          info: () => ({
            network_name: "bench",
            network: "ab".repeat(32),
            version: "1",
            current_height: 1_000,
            finalized_height: 998,
            genesis_block: "ab".repeat(32),
            genesis_time: "2026-01-01T00:00:00Z",
            consensus_algorithm: "PoOT",
            block_time: 10,
            total_transactions: 12_345,
            pending_transactions: 2,
          }),
          verifyAnchor({ merkle_root: root }: { readonly merkle_root: string }) {
            const known = root === "cd".repeat(32);
            return {
              verified: known,
              block_id: known ? "ef".repeat(32) : null,
              block_height: known ? 900 : null,
              confirmation_count: known ? 98 : 0,
            };
          },
        },
      }),
      ...createAuthHandlers(auth),
    },
    bulk: fakeBulk(),
    tokens: auth,
    registry,
    clock: systemClock,
    randomness: systemRandomness,
    log,
  },
  { host: "127.0.0.1", port: 0, version: "1", limits: { chain: plenty, authenticated: plenty, admin: plenty } },
);
process.stdout.write(`${JSON.stringify({ port: gateway.port, token })}\n`);
