import { createWallet, newIdentity, walletFromPhrase } from "@lucid/identity";
import { startTestNode } from "@lucid/testkit/node";
import { Secret, TOTP } from "otpauth";
import { expect, it } from "vitest";
import { logIn } from "./node-client.ts";

it("goes on when its access token expires, with one renewal for all requests under way", async () => {
  await using node = await startTestNode();
  const wallet = walletFromPhrase(createWallet().phrase);
  const { client, download } = await logIn(node.url, wallet, node.setupCode);
  for (let times = 0; times < 2; times += 1) {
    node.time.clock.advance(16 * 60_000);
    const names = await Promise.all([1, 2, 3].map(async () => (await client.people.me()).user_id));
    expect(new Set(names).size).toBe(1);
    node.time.clock.advance(16 * 60_000);
    expect((await download("/chain/info")).status).toBe(200);
  }
  expect(await client.logins.list()).toMatchObject({ sessions: [{ is_current: true }] });
});

it("brings a code where the account has a second factor", async () => {
  await using node = await startTestNode();
  const wallet = walletFromPhrase(createWallet().phrase);
  const { client, user } = await logIn(node.url, wallet, node.setupCode);
  const { secret } = await client.logins.enableSecondFactor();
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  const code = (): string => app.generate({ timestamp: node.time.clock.now() });
  await client.logins.confirmSecondFactor({ code: code() });
  await expect(logIn(node.url, wallet)).rejects.toThrow("LUCID_ERR_2020");
  node.time.clock.advance(30_000);
  const again = await logIn(node.url, wallet, undefined, async () => code());
  expect(again.user.user_id).toBe(user.user_id);
});

it("says what the node says of everything else it refuses", async () => {
  await using node = await startTestNode();
  const { client, download } = await logIn(node.url, walletFromPhrase(createWallet().phrase), node.setupCode);
  await expect(download("/sessions/11111111-1111-4111-8111-111111111111/bundle")).rejects.toThrow(
    /LUCID_SESSION_ERR_\d+, request/,
  );
  node.time.clock.advance(6 * 60_000);
  const session_id = "11111111-1111-4111-8111-111111111111";
  await expect(client.sessions.addKey({ session_id, envelope: "AAAA", recipients: [newIdentity().recipient] })).rejects.toThrow(
    /LUCID_ERR_2016, request \S+\)\. Run the command again/,
  );
  await client.logins.logout({});
  await expect(client.people.me()).rejects.toThrow("The access token is missing or not valid (LUCID_ERR_2003");
});
