import { type AuthResponse, loginErrors } from "@lucid/contract";
import type { WriteDb } from "@lucid/foundation";
import type { AuditLog } from "../audit/index.ts";
import type { Invitations, RegistrationPolicy } from "../invitations/index.ts";
import type { EmailLinks } from "../mail/index.ts";
import type { AccountRow } from "../people/index.ts";
import type { Attempts } from "./attempts.ts";
import type { Challenges } from "./challenges.ts";
import type { LoginClock } from "./create-logins.ts";
import type { LoginBook } from "./login-book.ts";
import { isoTime } from "./login-repository.ts";
import type { LoginsMetrics } from "./logins.metrics.ts";
import type { LoginAccounts, LoginInput, Origin } from "./logins.ts";
import type { Prover } from "./prove-wallet.ts";
import { requireActive } from "./require-active.ts";
import type { SecondFactors } from "./second-factor/create-second-factor.ts";
import type { createSetupCode } from "./setup-code.ts";

export interface LoginDeskDeps {
  readonly db: WriteDb;
  readonly clock: LoginClock;
  readonly accounts: Pick<LoginAccounts, "findByAddress" | "ownerExists" | "join" | "makeOwner">;
  readonly invitations: Pick<Invitations, "redeem">;
  readonly mail: Pick<EmailLinks, "redeemLogin">;
  readonly attempts: Attempts;
  readonly prover: Prover;
  readonly setupCode: ReturnType<typeof createSetupCode>;
  readonly book: Pick<LoginBook, "open">;
  readonly challenges: Pick<Challenges, "issue" | "take" | "keep">;
  readonly secondFactor: Pick<SecondFactors, "isOn" | "check">;
  readonly metrics: LoginsMetrics;
  readonly audit: Pick<AuditLog, "record">;
}

/** Turns a signed challenge into a login: proof of the wallet first, then who this is, then whether they may come in. */
export function createLoginDesk(deps: LoginDeskDeps, options: { readonly registration: RegistrationPolicy }) {
  const { accounts, attempts, prover, setupCode, audit } = deps;

  /** The code works once: with the first owner there is no code any more. @throws SETUP_CODE_INVALID. */
  function checkSetupCode(code: string): void {
    if (accounts.ownerExists() || !setupCode.matches(code)) throw loginErrors.SETUP_CODE_INVALID();
  }

  function becomeOwner(address: string, code: string): AccountRow {
    checkSetupCode(code);
    setupCode.clear();
    const known = accounts.findByAddress(address);
    return known ? accounts.makeOwner(known.user_id) : accounts.join(address, "SUPER_ADMIN");
  }

  function admit(input: LoginInput): AccountRow {
    if (input.setup_code !== undefined) return becomeOwner(input.tron_address, input.setup_code);
    if (input.invitation !== undefined) return deps.invitations.redeem(input.invitation, input.tron_address);
    const known = accounts.findByAddress(input.tron_address);
    if (!known && options.registration !== "open") throw loginErrors.REGISTRATION_CLOSED();
    if (known) requireActive(known, deps.clock);
    return known ?? accounts.join(input.tron_address, "USER");
  }

  return {
    checkSetupCode,
    issueSetupCode(): string | undefined {
      if (accounts.ownerExists()) return undefined;
      const code = setupCode.issue(deps.clock.now());
      audit.record({ action: "logins.setup_code_issued", outcome: "ok" });
      return code;
    },
    /** @throws SECOND_FACTOR_NEEDED once the signature is right, where the account has one: `finish` goes on with the challenge. */
    login: (input: LoginInput, caller: Origin): AuthResponse =>
      attempts.run({ address: input.tron_address, caller, counter: deps.metrics.attempts }, () => {
        const challenge = prover.wallet("login", input.tron_address, input);
        const known = accounts.findByAddress(input.tron_address);
        if (known?.status === "active" && deps.secondFactor.isOn(known.user_id)) {
          deps.challenges.keep({ ...challenge, purpose: "second-factor" });
          throw loginErrors.SECOND_FACTOR_NEEDED({ expires_at: isoTime(deps.clock.toWall(challenge.expiresAtMs)) });
        }
        return deps.db.transaction(() => deps.book.open(admit(input), caller, { method: "wallet" }))();
      }),
    /**
     * Logs in with a link that was sent by e-mail, which is used up. @throws MAIL_LINK_INVALID; SECOND_FACTOR_NEEDED with the challenge for
     * `finish`, where the account has one.
     */
    byEmail(token: string, caller: Origin): AuthResponse {
      const account = deps.mail.redeemLogin(token);
      if (deps.secondFactor.isOn(account.user_id)) {
        const challenge = {
          ...deps.challenges.issue("second-factor", account.tron_address ?? undefined, caller),
          method: "email" as const,
        };
        deps.challenges.keep(challenge);
        const expires_at = isoTime(deps.clock.toWall(challenge.expiresAtMs));
        throw loginErrors.SECOND_FACTOR_NEEDED({ expires_at, challenge_id: challenge.id });
      }
      deps.metrics.attempts.inc({ outcome: "ok" });
      return deps.db.transaction(() => deps.book.open(account, caller, { method: "email" }))();
    },
    /** Takes the code for a challenge whose signature was right. @throws CHALLENGE_INVALID, CODE_INVALID, CODES_LOCKED, ACCOUNT_SUSPENDED. */
    finish({ challenge_id, code }: { readonly challenge_id: string; readonly code: string }, caller: Origin): AuthResponse {
      const held = deps.challenges.take(challenge_id, "second-factor");
      const account = held?.address === undefined ? undefined : accounts.findByAddress(held.address);
      if (!held || !account) throw loginErrors.CHALLENGE_INVALID();
      requireActive(account, deps.clock);
      try {
        deps.secondFactor.check(account.user_id, code);
      } catch (error) {
        deps.challenges.keep(held);
        throw error;
      }
      deps.metrics.attempts.inc({ outcome: "ok" });
      return deps.db.transaction(() => deps.book.open(account, caller, { method: held.method ?? "wallet-and-code" }))();
    },
  };
}
