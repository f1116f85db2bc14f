import { AuthResponse } from "@lucid/contract";
import { systemRandomness } from "@lucid/foundation";
import type { TestClock } from "@lucid/foundation/testing";
import { createWallet, type Wallet, walletFromPhrase } from "@lucid/identity";
import { pino } from "pino";
import { type AuditLine, startAudit } from "../../audit/index.ts";
import { openTestGround } from "../../ground/testing/open-test-ground.ts";
import { startLogins } from "../../logins/index.ts";
import { noMail } from "../../logins/testing/no-mail.ts";
import { nobodyInvited } from "../../logins/testing/nobody-invited.ts";
import { startPeople } from "../../people/index.ts";
import type { GatewayOptions } from "../gateway-options.ts";
import { type Gateway, startGateway } from "../start-gateway.ts";
import { fakeArea } from "./fake-services.ts";
import { type Answer, type AskOptions, ask } from "./open-test-gateway.ts";

const NETWORK = "ab".repeat(32);
const plenty = { perMinute: 1e6, burst: 1e6 };

export interface LoginGateway extends AsyncDisposable {
  readonly port: number;
  readonly clock: TestClock;
  /** Lines of the audit log since the last look, without what is the same in all of them. */
  readAudit(): AuditLine[];
  issueSetupCode(): string | undefined;
  readonly openOnion: Gateway["openOnion"];
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>;
  /** Asks for a challenge and answers it; `change` says what else stands in the call. */
  logIn(wallet: Wallet, change?: { readonly body?: object; readonly headers?: Record<string, string> }): Promise<Answer>;
}

export const newWallet = (): Wallet => walletFromPhrase(createWallet().phrase);

export const tokensOf = (answer: Answer): AuthResponse => AuthResponse.parse(answer.json());

/** A gateway with the node's own people, logins and audit log behind it, open for registration. */
export async function openLoginGateway(options: Partial<GatewayOptions> = {}): Promise<LoginGateway> {
  let lines: (AuditLine & { log?: string; level?: number; msg?: string })[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line) => void lines.push(JSON.parse(line)) });
  await using opening = new AsyncDisposableStack();
  const ground = opening.use(await openTestGround({ log, randomness: systemRandomness }));
  const audit = opening.use(await startAudit(ground, {}));
  const people = opening.use(startPeople(ground, { audit }));
  const { accounts } = people;
  const logins = opening.use(
    await startLogins(
      ground,
      {
        audit,
        accounts,
        admit: () => undefined,
        invitations: nobodyInvited,
        mail: noMail,
        shared: { lockouts: undefined, logins: undefined },
      },
      { networkId: NETWORK, registration: "open", origins: [], secondFactorRoles: [] },
    ),
  );
  const { people: _people, logins: _logins, ...services } = fakeArea().services ?? {};
  const gateway = opening.use(
    await startGateway(
      {
        ...ground,
        registry: ground.metrics,
        areas: [people, logins, { ...fakeArea(), services }],
        tokens: logins,
        gate: { admit: () => undefined },
        audit: audit.call,
      },
      { host: "127.0.0.1", port: 0, version: "1.2.3", limits: { login: plenty }, ...options },
    ),
  );
  const running = opening.move();

  return {
    port: gateway.port,
    clock: ground.clock,
    readAudit() {
      const found = lines.filter((line) => line.log === "audit");
      lines = [];
      return found.map(({ log: _log, level: _level, msg: _msg, request_id: _id, ...line }) => line);
    },
    issueSetupCode: () => logins.issueSetupCode(),
    openOnion: gateway.openOnion,
    ask: (method, path, asked) => ask(gateway.port, method, path, asked),
    async logIn(wallet, { body = {}, headers = {} } = {}) {
      const answer = await ask(gateway.port, "POST", "/api/v1/auth/challenge", {
        headers,
        body: { tron_address: wallet.address },
      });
      const { challenge_id, message } = answer.json() as { challenge_id: string; message: string };
      const login = { challenge_id, tron_address: wallet.address, signature: wallet.signMessage(message), ...body };
      return await ask(gateway.port, "POST", "/api/v1/auth/login", { headers, body: login });
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
