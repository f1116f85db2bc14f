import { contract } from "@lucid/contract";
import { loginText } from "@lucid/identity";
import { GRANT_TITLE, IDENTITY_TEXT, recoverTronAddress } from "@lucid/proof";
import { implement } from "@orpc/server";
import { expect, it } from "vitest";
import { sampleAccount } from "../../shared/testing/sample-account.ts";
import { createTestApi } from "../../shared/testing/test-api.ts";
import { logIn } from "./log-in.ts";
import { testWallet as wallet } from "./testing/test-wallet.ts";
import { heldIdentity, lockVault } from "./vault.ts";

const os = implement(contract);

function nodeThatAsksFor(message: string) {
  const seen: { signature?: string; sealed?: string } = {};
  const api = createTestApi({
    logins: {
      challenge: os.logins.challenge.handler(() => ({
        challenge_id: crypto.randomUUID(),
        message,
        nonce: "n",
        expires_at: new Date().toISOString(),
      })),
      login: os.logins.login.handler(({ input }) => {
        seen.signature = input.signature;
        return { access_token: "a", refresh_token: "", token_type: "bearer", expires_in: 900, user: sampleAccount };
      }),
    },
    people: {
      identity: os.people.identity.handler(() => null),
      setIdentity: os.people.setIdentity.handler(({ input }) => {
        seen.sealed = input.sealed;
        return input;
      }),
    },
  });
  return { api, seen };
}

const challenge = loginText({
  domain: "127.0.0.1:8080",
  network: "a".repeat(64),
  address: wallet.address,
  nonce: "b".repeat(32),
  issuedAtMs: 1_000,
  expiresAtMs: 301_000,
});

it("signs the challenge, and seals a new encryption identity at the first login", async () => {
  const { api, seen } = nodeThatAsksFor(challenge);
  await logIn(api, wallet);
  expect(recoverTronAddress(challenge, seen.signature ?? "")).toBe(wallet.address);
  expect(api.login.state.getState().status).toBe("in");
  expect(heldIdentity()).toMatch(/^AGE-SECRET-KEY-1/);
  expect(seen.sealed).not.toContain(heldIdentity());
  lockVault();
  expect(heldIdentity()).toBeUndefined();
});

it.each([
  ["the identity text", IDENTITY_TEXT],
  ["a recording grant", `${GRANT_TITLE}\n{}`],
  ["a login of another wallet", challenge.replace(wallet.address, "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8")],
])("does not sign %s in place of a login", async (_what, message) => {
  const { api, seen } = nodeThatAsksFor(message);
  await expect(logIn(api, wallet)).rejects.toMatchObject({ code: "challenge-invalid" });
  expect(seen.signature).toBeUndefined();
});
