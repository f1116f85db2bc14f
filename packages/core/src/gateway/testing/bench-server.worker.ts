import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { systemClock } from "@lucid/foundation";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import pino from "pino";
import { startAudit } from "../../audit/index.ts";
import { openTestGround } from "../../ground/testing/open-test-ground.ts";
import { startLogins } from "../../logins/index.ts";
import { noMail } from "../../logins/testing/no-mail.ts";
import { nobodyInvited } from "../../logins/testing/nobody-invited.ts";
import { startPeople } from "../../people/index.ts";
import { startGateway } from "../start-gateway.ts";
import { fakeArea } from "./fake-services.ts";

/**
 * The gateway with the node's own login behind it, for bench/gateway.bench.ts. The key of the access tokens
 * comes on stdin, so that the peer can check the same tokens; the answer is one line with port and token.
 */
const plenty = { perMinute: 10_000_000, burst: 10_000_000 };
const tokenKey = Buffer.from(readFileSync(0, "utf8").trim(), "hex");
const log = pino({ level: "info" }, { write: () => undefined });
const opened = await openTestGround({ log });
const ground = { ...opened, clock: systemClock, secret: async () => tokenKey };
const program = fileURLToPath(new URL("../../audit/store/store.worker.ts", import.meta.url));
const audit = await startAudit(opened, { program });
const people = startPeople(ground, { audit });
const logins = await startLogins(
  ground,
  {
    audit,
    accounts: people.accounts,
    admit: () => undefined,
    invitations: nobodyInvited,
    mail: noMail,
    shared: { lockouts: undefined, logins: undefined },
  },
  { networkId: "ab".repeat(32), registration: "closed", origins: [], secondFactorRoles: [] },
);

const chain = {
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
      sender: known ? "12".repeat(32) : null,
      block_id: known ? "ef".repeat(32) : null,
      block_height: known ? 900 : null,
      confirmation_count: known ? 98 : 0,
    };
  },
};
const others = fakeArea({ chain });
const { logins: _logins, people: _people, ...services } = others.services ?? {};
const gateway = await startGateway(
  {
    ...ground,
    registry: ground.metrics,
    areas: [people, logins, { ...others, services }],
    tokens: logins,
    gate: { admit: () => undefined },
    audit: audit.call,
  },
  { host: "127.0.0.1", port: 0, version: "1", limits: { chain: plenty, authenticated: plenty, admin: plenty } },
);

async function post(path: string, body: object): Promise<Record<string, string>> {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`${gateway.url}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  return (await answer.json()) as Record<string, string>;
}

const { address: tron_address, signMessage } = walletFromPhrase(createWallet().phrase);
const { challenge_id, message = "" } = await post("/auth/challenge", { tron_address });
const setup_code = logins.issueSetupCode();
const login = { challenge_id, tron_address, signature: signMessage(message), setup_code };
const { access_token: token } = await post("/auth/login", login);
process.stdout.write(`${JSON.stringify({ port: gateway.port, token })}\n`);
await once(process, "SIGTERM");
await gateway[Symbol.asyncDispose]();
await logins[Symbol.asyncDispose]();
await audit[Symbol.asyncDispose]();
await opened[Symbol.asyncDispose]();
