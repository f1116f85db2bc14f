import { describe, expect, it } from "vitest";
import type { AuditLine } from "../audit/index.ts";
import { newWallet, openLoginGateway, tokensOf } from "./testing/open-login-gateway.ts";

const actions = (lines: readonly AuditLine[]) => lines.map(({ action, outcome }) => `${action} ${outcome}`);

/** Somebody who has an account and is logged in; the audit log is read up to there. */
async function loggedIn() {
  const test = await openLoginGateway();
  const wallet = newWallet();
  const session = tokensOf(await test.logIn(wallet));
  test.readAudit();
  return { test, wallet, session };
}

describe("the audit log has one line for", () => {
  it("a login, and one for the account that it made", async () => {
    await using test = await openLoginGateway();
    const wallet = newWallet();
    const { user } = tokensOf(await test.logIn(wallet));
    expect(test.readAudit()).toEqual([
      { action: "people.account_created", outcome: "USER", user_id: user.user_id, target: user.user_id },
      {
        action: "logins.login",
        outcome: "ok",
        user_id: user.user_id,
        target: user.user_id,
        login_session_id: expect.any(String),
        ip: "127.0.0.1",
        door: "http",
      },
    ]);
    await test.logIn(wallet);
    expect(actions(test.readAudit())).toEqual(["logins.login ok"]);
  });

  it("a login that makes the owner of an account, whose older login it ends", async () => {
    const { test, wallet } = await loggedIn();
    await using _ = test;
    const setup_code = test.issueSetupCode();
    await test.logIn(wallet, { body: { setup_code } });
    const lines = test.readAudit();
    expect(actions(lines)).toEqual([
      "logins.setup_code_issued ok",
      "logins.ended account_changed",
      "people.account_changed SUPER_ADMIN",
      "logins.login ok",
    ]);
    expect(JSON.stringify(lines)).not.toContain(setup_code);
  });

  it("a login that was refused, and one more for the lock after the fifth", async () => {
    await using test = await openLoginGateway();
    const wallet = newWallet();
    const refuse = () => test.logIn(wallet, { body: { signature: "00" } });
    expect((await refuse()).status).toBe(401);
    expect(actions(test.readAudit())).toEqual(["logins.login LUCID_ERR_2011"]);
    for (let failed = 1; failed < 5; failed += 1) await refuse();
    expect(actions(test.readAudit()).slice(-2)).toEqual([
      "logins.account_locked 2026-01-01T00:15:00.000Z",
      "logins.login LUCID_ERR_2011",
    ]);
    expect((await refuse()).status).toBe(423);
    expect(actions(test.readAudit())).toEqual(["logins.login LUCID_ERR_2005"]);
  });

  it("a login too many, and one for the login that gave way", async () => {
    const { test, wallet } = await loggedIn();
    await using _ = test;
    for (let more = 0; more < 4; more += 1) await test.logIn(wallet);
    test.readAudit();
    await test.logIn(wallet);
    expect(actions(test.readAudit())).toEqual(["logins.ended too_many", "logins.login ok"]);
  });

  it("a refresh, and one more for the login that ends when its token comes again", async () => {
    const { test, session } = await loggedIn();
    await using _ = test;
    const refresh = () => test.ask("POST", "/api/v1/auth/refresh", { body: { refresh_token: session.refresh_token } });
    expect((await refresh()).status).toBe(200);
    expect(actions(test.readAudit())).toEqual(["logins.refresh ok"]);
    expect((await refresh()).status).toBe(401);
    expect(actions(test.readAudit())).toEqual(["logins.ended refresh_reused", "logins.refresh LUCID_ERR_2010"]);
  });

  it("a logout", async () => {
    const { test, session } = await loggedIn();
    await using _ = test;
    await test.ask("POST", "/api/v1/auth/logout", { token: session.access_token, body: {} });
    expect(actions(test.readAudit())).toEqual(["logins.logout ok"]);
  });

  it("the end of another login, and of all others", async () => {
    const { test, wallet, session } = await loggedIn();
    await using _ = test;
    const token = session.access_token;
    await test.logIn(wallet);
    await test.logIn(wallet);
    const list = async () => {
      const answer = await test.ask("GET", "/api/v1/auth/sessions", { token });
      return (answer.json() as { sessions: { session_id: string; is_current: boolean }[] }).sessions;
    };
    const other = (await list()).find(({ is_current }) => !is_current)?.session_id;
    test.readAudit();
    expect((await test.ask("DELETE", `/api/v1/auth/sessions/${other}`, { token })).status).toBe(200);
    expect(test.readAudit()).toMatchObject([
      { action: "logins.end", outcome: "ok", user_id: session.user.user_id, target: other },
    ]);
    await test.ask("POST", "/api/v1/auth/sessions/terminate-all", { token });
    expect(actions(test.readAudit())).toEqual(["logins.endOthers ok"]);
    expect(await list()).toHaveLength(1);
  });

  it("a new name", async () => {
    const { test, session } = await loggedIn();
    await using _ = test;
    await test.ask("PUT", "/api/v1/users/me", { token: session.access_token, body: { username: "Ada" } });
    expect(actions(test.readAudit())).toEqual(["people.updateMe ok"]);
  });
});
