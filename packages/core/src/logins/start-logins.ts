import { UserId } from "@lucid/contract";
import type { AuditLine, AuditLog } from "../audit/index.ts";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { AccessOutcome, Auth, AuthEvent } from "./auth.ts";
import { createAuth } from "./create-auth.ts";
import { createLoginsService } from "./create-logins-service.ts";
import { createPeopleService } from "./create-people-service.ts";

/** How often ended logins and used tokens are forgotten. */
const PRUNE_MS = 3_600_000;

export interface LoginsOptions {
  /** The network's id: it stands in the text that a wallet signs. */
  readonly networkId: string;
  readonly registration: "open" | "closed";
}

export interface LoginsArea extends Area, Pick<Auth, "setupNeeded" | "issueSetupCode" | "getUser"> {
  verifyAccess(token: string): AccessOutcome;
  onEnded(listener: (loginSessionId: string) => void): Disposable;
}

/** Accounts, and who is logged in to them. */
export async function startLogins(
  ground: Ground & { readonly audit: Pick<AuditLog, "record"> },
  options: LoginsOptions,
): Promise<LoginsArea> {
  const { db, clock, randomness, log, metrics, audit } = ground;
  const ended = new Set<(loginSessionId: string) => void>();
  db.attach({
    name: "logins",
    watched: [
      { table: "users", topic: "account", id: "user_id" },
      { table: "login_sessions", topic: "logins", id: "user_id" },
    ],
  });
  await using starting = new AsyncDisposableStack();
  const auth = starting.use(
    createAuth(
      {
        db: db.write,
        clock,
        randomness,
        log,
        metrics,
        tokenKey: await ground.secret("token.key"),
        onEvent(event) {
          const line = lineOf(event);
          if (line) audit.record(line);
          if (event.type !== "session_ended" || event.login_session_id === undefined) return;
          for (const listener of ended) listener(event.login_session_id);
        },
      },
      { network: options.networkId, registration: options.registration },
    ),
  );
  starting.use(ground.every(PRUNE_MS, () => auth.prune()));
  const running = starting.move();

  return {
    services: { logins: createLoginsService(auth), people: createPeopleService(auth) },
    events: {
      account(userId, { principal }) {
        const mayLook = principal?.userId === userId || principal?.permissions.has("view_all_users") === true;
        const account = mayLook ? auth.getUser(userId) : undefined;
        return account && { type: "account", account };
      },
      logins: (userId, { principal }) =>
        principal?.userId === userId ? { type: "logins", user_id: UserId.parse(userId) } : undefined,
    },
    setupNeeded: () => auth.setupNeeded(),
    issueSetupCode: () => auth.issueSetupCode(),
    getUser: (userId) => auth.getUser(userId),
    verifyAccess: (token) => auth.verifyAccess(token),
    onEnded(listener) {
      ended.add(listener);
      return { [Symbol.dispose]: () => void ended.delete(listener) };
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** Ends of a login that somebody asked for: the call that did stands in the audit log already. */
const ASKED_FOR: ReadonlySet<string | undefined> = new Set(["logout", "logout_all", "ended_by_owner"]);
/** What a call did and nothing else: the call stands in the audit log already. */
const ALREADY_TOLD: ReadonlySet<AuthEvent["type"]> = new Set(["login", "login_refused", "identity_set", "account_changed"]);

/** The entry of what followed from something; undefined where the call itself says it all. */
function lineOf({ type, user_id, actor_id, tron_address, login_session_id, ip, reason }: AuthEvent): AuditLine | undefined {
  if (ALREADY_TOLD.has(type) || (type === "session_ended" && ASKED_FOR.has(reason))) return undefined;
  return {
    action: `logins.${type}`,
    outcome: reason ?? "ok",
    user_id: actor_id ?? user_id,
    target: user_id ?? tron_address,
    login_session_id,
    ip,
  };
}
