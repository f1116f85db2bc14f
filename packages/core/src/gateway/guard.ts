import {
  apiKeyErrors,
  commonErrors,
  emergencyErrors,
  FRESH_FOR_S,
  loginErrors,
  refusalsOf,
  SHARED_STORE_RETRY_S,
} from "@lucid/contract";
import { type Clock, describeFailure } from "@lucid/foundation";
import type { Logger } from "pino";
import type { AuditedCall, Caller, Gate, Principal } from "../calls/index.ts";
import { networkOf } from "../ground/index.ts";
import { passesKyc } from "../people/index.ts";
import type { RateLimiter, RateVerdict } from "../shared-store/index.ts";
import type { Call, Operation } from "./call.ts";
import type { RateLimits } from "./limits/limits.ts";
import type { GatewayMetrics } from "./metrics/index.ts";
import type { TokenVerifier } from "./services.ts";
import { isWireError, toWireError, type WireError } from "./wire-error.ts";

export interface GuardDeps {
  readonly tokens: TokenVerifier;
  readonly limiter: RateLimiter;
  /** What holds for everybody logged in, whatever their rights are. */
  readonly gate: Gate;
  /** Asked before an operation that declares SHARED_STORE_AWAY: a login or a new session. @throws SHARED_STORE_AWAY. */
  readonly admitNew: () => Promise<void>;
  readonly metrics: GatewayMetrics;
  readonly clock: Clock;
  readonly log: Logger;
  /** Told of every call that changed something or was refused. */
  readonly audit?: ((call: AuditedCall) => void) | undefined;
}

export interface GuardOptions {
  readonly limits: () => RateLimits;
  readonly version: string;
}

/** What stands in front of every door. It knows who calls, what that one may do and how often, and what came of it. */
export interface Guard {
  /**
   * Lets a call in or throws the refusal. Asked twice it answers the same, so a door may ask before it reads
   * a body. @throws TOKEN_INVALID, TOKEN_EXPIRED, SECOND_FACTOR_REQUIRED, PERMISSION_DENIED, FRESH_FACTOR_NEEDED, RATE_LIMITED,
   * LOCKED_DOWN, NEW_SESSIONS_DISABLED, SHARED_STORE_AWAY.
   */
  admit(call: Call, operation: Operation): Promise<Caller>;
  /** Does the work of an admitted call, measures it, and throws only errors that may be shown. */
  run<Output>(call: Call, operation: Operation, work: (caller: Caller) => Output | Promise<Output>): Promise<Output>;
  /** Reports a call that failed before or outside `run`, and gives the error to answer with. */
  refuse(call: Call, operation: Operation, error: unknown): WireError;
  /** The same for an error that may have been reported already: then it is given as it is. */
  asShown(call: Call, operation: Operation, error: unknown): WireError;
}

export function createGuard(deps: GuardDeps, options: GuardOptions): Guard {
  async function take(call: Call, tier: Operation["rate"], key: string): Promise<void> {
    if (tier === "unlimited") return;
    const verdict = await deps.limiter.take(`rate_limit:${tier}:${key}`, options.limits()[tier]);
    showLimit(call, verdict);
    if (verdict.allowed) return;
    const seconds = Math.ceil(verdict.retryAfterMs / 1_000);
    call.setHeader?.("Retry-After", String(seconds));
    throw commonErrors.RATE_LIMITED({ retry_after_s: seconds });
  }

  /** Whoever guesses tokens is held back by the network address, like any stranger. */
  async function reject(call: Call, error: Error): Promise<never> {
    await take(call, "public", addressKey(call));
    call.setHeader?.("WWW-Authenticate", "Bearer");
    throw error;
  }

  async function authenticate(call: Call): Promise<Principal> {
    if (call.token === undefined) return call.vouched ?? (await reject(call, loginErrors.TOKEN_INVALID()));
    const outcome = await deps.tokens.verifyAccess(call.token, call);
    if (outcome.kind === "valid") return outcome.principal;
    if (outcome.reason === "address") {
      nameCaller(call, outcome.principal);
      return await reject(call, apiKeyErrors.API_KEY_ADDRESS());
    }
    return await reject(call, outcome.reason === "expired" ? loginErrors.TOKEN_EXPIRED() : loginErrors.TOKEN_INVALID());
  }

  /** What others get wrong must not keep anybody out: of what proves itself, only failures count. */
  async function countFailure(call: Call, operation: Operation, error: unknown): Promise<unknown> {
    if (!countsFailures(operation)) return error;
    try {
      await take(call, operation.rate, `${operation.name}:${addressKey(call)}`);
      return error;
    } catch (refusal) {
      return refusal;
    }
  }

  async function admitNew({ errors = [] }: Operation): Promise<void> {
    if (errors.includes(commonErrors.spec.SHARED_STORE_AWAY)) await deps.admitNew();
  }

  async function letIn(call: Call, operation: Operation): Promise<Caller> {
    const { name, access, rate, fresh, unenrolled } = operation;
    if (access === "public") {
      if (!countsFailures(operation)) await take(call, rate, rate === "login" ? `${name}:${addressKey(call)}` : addressKey(call));
      await admitNew(operation);
      return toCaller(call, undefined);
    }
    const principal = await authenticate(call);
    call.onIdentified?.(principal.userId);
    nameCaller(call, principal);
    await take(call, ...tierOf(rate, principal));
    if ((operation.personOnly === true || fresh === true) && principal.apiKeyId !== undefined) throw apiKeyErrors.PERSON_NEEDED();
    if (principal.mustEnrol === true && unenrolled !== true)
      throw loginErrors.SECOND_FACTOR_REQUIRED(undefined, principal.apiKeyId === undefined ? {} : OWNER_FIRST);
    if (access !== "account" && !(principal.permissions.has(access) && passesKyc(access, principal.kycStatus))) {
      throw loginErrors.PERMISSION_DENIED({ permission: access }, principal.apiKeyId === undefined ? {} : NO_SCOPE);
    }
    deps.gate.admit(operation, principal);
    if (fresh === true && !deps.tokens.isFresh(principal)) throw loginErrors.FRESH_FACTOR_NEEDED({ fresh_for_s: FRESH_FOR_S });
    await admitNew(operation);
    return toCaller(call, principal);
  }

  function report(call: Call, operation: Operation, error?: WireError): void {
    const durationMs = performance.now() - call.startedMs;
    deps.metrics.observe(call.door, operation.name, error?.status ?? 200, durationMs / 1_000);
    const event: AuditedCall = {
      requestId: call.requestId,
      door: call.door,
      ip: call.ip,
      userAgent: call.userAgent,
      userId: call.subject?.userId,
      target: call.subject?.target,
      loginSessionId: call.subject?.loginSessionId,
      apiKeyId: call.subject?.apiKeyId,
      procedure: operation.name,
      permission: operation.access,
      outcome: error?.code ?? "ok",
      durationMs,
      details: call.subject?.details,
    };
    if (error === undefined) deps.log.debug(event, "call");
    else if (error.status >= 500 && !OF_THE_GATE.has(error.code))
      deps.log.error({ ...event, failure: describeFailure(error.cause) }, "call failed");
    else deps.log.info(event, "call refused");
    if (isAction(operation) || (error !== undefined && isDenial(error.status))) deps.audit?.(event);
  }

  const wire = (call: Call, error: unknown): WireError =>
    toWireError(error, { requestId: call.requestId, nowMs: deps.clock.now(), version: options.version });

  function refuse(call: Call, operation: Operation, error: unknown): WireError {
    const shown = wire(call, error);
    if (shown.code === commonErrors.spec.SHARED_STORE_AWAY.code) call.setHeader?.("Retry-After", String(SHARED_STORE_RETRY_S));
    if (!codesOf(operation).has(shown.code)) {
      deps.metrics.undeclared.inc({ operation: operation.name });
      deps.log.error({ requestId: call.requestId, operation: operation.name, code: shown.code }, "undeclared refusal");
    }
    report(call, operation, shown);
    return shown;
  }

  const admit = (call: Call, operation: Operation): Promise<Caller> => {
    call.admitted ??= letIn(call, operation);
    return call.admitted;
  };

  return {
    admit,
    async run(call, operation, work) {
      let output: Awaited<ReturnType<typeof work>>;
      try {
        output = await work(await admit(call, operation));
      } catch (error) {
        throw refuse(call, operation, await countFailure(call, operation, error));
      }
      report(call, operation);
      return output;
    },
    refuse,
    asShown: (call, operation, error) => (isWireError(error) ? error : refuse(call, operation, error)),
  };
}

/** What somebody decided, or another program, is no failure of the node. */
const OF_THE_GATE: ReadonlySet<string> = new Set(
  [emergencyErrors.spec.LOCKED_DOWN, emergencyErrors.spec.NEW_SESSIONS_DISABLED, commonErrors.spec.SHARED_STORE_AWAY].map(
    ({ code }) => code,
  ),
);

/** What the audit log says of whoever calls. A key is named by its id. */
function nameCaller(call: Call, { userId, loginSessionId, apiKeyId }: Principal): void {
  const by = apiKeyId === undefined ? { loginSessionId } : { apiKeyId };
  call.subject = { ...call.subject, userId, ...by };
}

const OWNER_FIRST = { message: "The owner of this API key needs a second factor first" };

const NO_SCOPE = { message: "This API key lacks the scope, or its owner the permission" };

const knownCodes = new WeakMap<Operation, ReadonlySet<string>>();

/** Every code that a call of the operation may be refused with. */
function codesOf(operation: Operation): ReadonlySet<string> {
  let codes = knownCodes.get(operation);
  if (!codes) {
    const { access, rate, fresh, inLockdown = false, personOnly, errors = [], reads } = operation;
    codes = new Set(refusalsOf({ access, rate, fresh, inLockdown, personOnly, errors, hasBody: !reads }).map(({ code }) => code));
    knownCodes.set(operation, codes);
  }
  return codes;
}

const isAction = ({ reads, isQuestion }: Operation): boolean => !reads && isQuestion !== true;

/** A login or the renewal of one: it brings a signature or a token that nobody guesses. */
const countsFailures = (operation: Operation): boolean => operation.rate === "login" && isAction(operation);

const isDenial = (status: number): boolean => status === 401 || status === 403 || status === 423;

const addressKey = (call: Call): string => `ip:${call.circuit ?? networkOf(call.ip)}`;

/** General calls count per login or API key; what costs the node work counts per account, whatever number of logins it has. */
function tierOf(rate: Operation["rate"], principal: Principal): [Operation["rate"], string] {
  // The address names the same account at every node of the owner.
  if (rate === "create" || rate === "chain" || rate === "emergency") return [rate, `user:${principal.tronAddress}`];
  const admin = principal.role === "ADMIN" || principal.role === "SUPER_ADMIN";
  return [admin ? "admin" : "authenticated", `login:${principal.loginSessionId}`];
}

function showLimit(call: Call, verdict: RateVerdict): void {
  if (!call.setHeader) return;
  call.setHeader("X-RateLimit-Limit", String(verdict.limit));
  call.setHeader("X-RateLimit-Remaining", String(verdict.remaining));
  call.setHeader("X-RateLimit-Reset", String(Math.ceil(verdict.resetAtMs / 1_000)));
}

const toCaller = (call: Call, principal: Principal | undefined): Caller => ({
  principal,
  ip: call.ip,
  circuit: call.circuit,
  userAgent: call.userAgent,
  host: call.host,
  requestId: call.requestId,
  door: call.door,
  signal: call.signal,
  refreshCookie: call.refreshCookie,
  identify(subject) {
    call.subject = { ...call.subject, ...subject };
  },
});
