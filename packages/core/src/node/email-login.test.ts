import { join } from "node:path";
import { API_PREFIX, type AuthResponse, emailErrors, loginErrors } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { linkOf, startSmtp, startTestNode, tokenOf } from "@lucid/testkit/node";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { clientOf, logInAs, ownNode } from "./testing/owned-node.ts";

const ADA = "ada@example.org";
const { MAIL_LINK_INVALID, MAIL_OFF } = emailErrors.spec;

async function mailingNode() {
  const stack = new AsyncDisposableStack();
  const smtp = stack.use(await startSmtp());
  const node = stack.use(await startTestNode({ settings: { registration: "open", ...smtp.settings } }));
  const owner = await ownNode(node);

  async function call(path: string, body: object) {
    const answer = await fetch(`${node.url}${API_PREFIX}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    const json = JSON.parse(text) as AuthResponse & { error?: { code: string; details: unknown } };
    return { status: answer.status, text, json, code: json.error?.code ?? "ok", details: json.error?.details };
  }

  /** Gives the owner an address and shows that it is the owner's. */
  async function confirm(address = ADA): Promise<void> {
    await owner.client.email.set({ address });
    await clientOf(node).email.confirm({ token: tokenOf(await smtp.take(address)) });
  }

  async function linkFor(address = ADA): Promise<string> {
    await call("/auth/email", { address });
    return tokenOf(await smtp.take(address));
  }

  const enter = (token: string) => call("/auth/email/login", { token });
  return { node, smtp, owner, call, confirm, linkFor, enter, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

it("logs in by a link, whose token is in the fragment, once and within a quarter of an hour", async () => {
  await using test = await mailingNode();
  await test.confirm();
  expect(await test.owner.client.email.get()).toEqual({ available: true, address: ADA, pending: null });
  await test.call("/auth/email", { address: "Ada@Example.org" });
  const mail = await test.smtp.take(ADA);
  const link = linkOf(mail);
  expect([link.origin, link.pathname, link.search]).toEqual(["https://node.example", "/login-link", ""]);
  const entered = await test.enter(tokenOf(mail));
  expect(entered.json.user.user_id).toBe(test.owner.login.user.user_id);
  expect(await test.enter(tokenOf(mail))).toMatchObject({ status: 403, code: MAIL_LINK_INVALID.code });
  const late = await test.linkFor();
  test.node.time.clock.advance(15 * 60_000);
  expect((await test.enter(late)).code).toBe(MAIL_LINK_INVALID.code);
});

it("is no proof that somebody is there: what asks for a fresh one asks", async () => {
  await using test = await mailingNode();
  await test.confirm();
  const entered = await test.enter(await test.linkFor());
  const answer = await fetch(`${test.node.url}${API_PREFIX}/auth/api-keys`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${entered.json.access_token}` },
    body: JSON.stringify({ name: "One", scopes: ["view_own_profile"] }),
  });
  expect(await answer.json()).toMatchObject({ error: { code: loginErrors.spec.FRESH_FACTOR_NEEDED.code } });
});

it("answers the same for an address that nobody has, before it looks", async () => {
  await using test = await mailingNode();
  await test.confirm();
  const known = await test.call("/auth/email", { address: ADA });
  const unknown = await test.call("/auth/email", { address: "nobody@example.org" });
  expect([unknown.status, unknown.text]).toEqual([known.status, known.text]);
  await test.smtp.take(ADA);
  expect(test.smtp.mails.map(({ to }) => to)).not.toContain("nobody@example.org");
});

it("does not log in whose address is another one by now, who is suspended, or who has removed it", async () => {
  await using test = await mailingNode();
  await test.confirm();
  const old = await test.linkFor();
  await test.confirm("lovelace@example.org");
  expect((await test.enter(old)).code).toBe(MAIL_LINK_INVALID.code);
  const removed = await test.linkFor("lovelace@example.org");
  await test.owner.client.email.remove();
  expect((await test.enter(removed)).code).toBe(MAIL_LINK_INVALID.code);
  expect(await test.owner.client.email.get()).toMatchObject({ address: null });
});

it("fills nobody's mailbox: five links an hour", async () => {
  await using test = await mailingNode();
  await test.confirm();
  for (let times = 0; times < 5; times += 1) await test.linkFor();
  await test.call("/auth/email", { address: ADA });
  await test.confirm("later@example.org");
  expect(test.smtp.mails.filter(({ source }) => source.includes("/login-link"))).toHaveLength(5);
});

it("gives an address to one account only", async () => {
  await using test = await mailingNode();
  await test.confirm();
  const second = clientOf(test.node, (await logInAs(test.node, walletFromPhrase(createWallet().phrase))).access_token);
  await second.email.set({ address: ADA });
  const token = tokenOf(await test.smtp.take(ADA));
  expect(await test.call("/users/me/email/confirm", { token })).toMatchObject({ status: 409 });
  expect(await second.email.get()).toMatchObject({ address: null });
});

it("asks for the second factor of an account that has one", async () => {
  await using test = await mailingNode();
  await test.confirm();
  const { secret } = await test.owner.client.logins.enableSecondFactor();
  const { TOTP, Secret } = await import("otpauth");
  const codeAt = (step: number) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: test.node.time.clock.now() + step * 30_000 });
  await test.owner.client.logins.confirmSecondFactor({ code: codeAt(0) });
  const waits = await test.enter(await test.linkFor());
  expect(waits).toMatchObject({ status: 401, code: loginErrors.spec.SECOND_FACTOR_NEEDED.code });
  const { challenge_id } = waits.details as { challenge_id: string };
  expect(await test.call("/auth/2fa/verify", { challenge_id, code: "000000" })).toMatchObject({ status: 401 });
  const entered = await test.call("/auth/2fa/verify", { challenge_id, code: codeAt(1) });
  expect(entered.json.user?.user_id).toBe(test.owner.login.user.user_id);
});

it("keeps no token of a link, only its hash", async () => {
  await using test = await mailingNode();
  await test.confirm();
  const token = await test.linkFor();
  using stack = new DisposableStack();
  const database = stack.adopt(new Database(join(test.node.data, "node.db"), { readonly: true }), (opened) => opened.close());
  const rows = database.prepare("SELECT * FROM mail_tokens").all();
  const kept = JSON.stringify(rows, (_name, value) => (Buffer.isBuffer(value) ? value.toString("latin1") : value));
  expect(kept).not.toContain(token);
});

it("sends the link of an invitation, which lets in once", async () => {
  await using test = await mailingNode();
  const { path } = await test.owner.client.invitations.create({ email: "Grace@example.org", language: "de" });
  const mail = await test.smtp.take("grace@example.org");
  const [sent = ""] = /https:\/\/node\.example\/\S+/.exec(mail.source) ?? [];
  expect(sent).toBe(`https://node.example${path}`);
  expect(await clientOf(test.node).invitations.look({ secret: sent.split("#invite=")[1] ?? "" })).toMatchObject({ role: "USER" });
});

it("is not offered where the node has no SMTP server", async () => {
  await using node = await startTestNode();
  const owner = await ownNode(node);
  expect(await clientOf(node).logins.setup()).toMatchObject({ email: false });
  expect(await owner.client.email.get()).toMatchObject({ available: false });
  const answer = await fetch(`${node.url}${API_PREFIX}/auth/email`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ address: ADA }),
  });
  expect(await answer.json()).toMatchObject({ error: { code: MAIL_OFF.code } });
  await expect(owner.client.invitations.create({ email: ADA })).rejects.toThrow();
  expect((await owner.client.invitations.list({})).invitations).toEqual([]);
});
