import { contract } from "@lucid/contract";
import { loginText, stepUpText } from "@lucid/identity";
import { recoverTronAddress } from "@lucid/proof";
import { implement } from "@orpc/server";
import { expect, it } from "vitest";
import { createTestApi } from "../../shared/testing/test-api.ts";
import { testWallet as wallet } from "../wallet/testing/test-wallet.ts";
import { proveWithWallet } from "./prove-with-wallet.ts";

const os = implement(contract);

function nodeThatAsksFor(message: string) {
  const seen: { signature?: string } = {};
  const api = createTestApi({
    logins: {
      stepUpChallenge: os.logins.stepUpChallenge.handler(() => ({
        challenge_id: crypto.randomUUID(),
        message,
        nonce: "n",
        expires_at: new Date().toISOString(),
      })),
      stepUp: os.logins.stepUp.handler(({ input }) => {
        if (input.method === "wallet") seen.signature = input.signature;
        return { fresh_until: new Date().toISOString() };
      }),
    },
  });
  return { api, seen };
}

const terms = {
  domain: "127.0.0.1:8080",
  network: "a".repeat(64),
  address: wallet.address,
  nonce: "b".repeat(32),
  issuedAtMs: 1_000,
  expiresAtMs: 301_000,
};

it("signs the step-up challenge of the node", async () => {
  const { api, seen } = nodeThatAsksFor(stepUpText(terms));
  await proveWithWallet(api, wallet);
  expect(recoverTronAddress(stepUpText(terms), seen.signature ?? "")).toBe(wallet.address);
});

it("signs no login in its place", async () => {
  const { api, seen } = nodeThatAsksFor(loginText(terms));
  await expect(proveWithWallet(api, wallet)).rejects.toMatchObject({ code: "challenge-invalid" });
  expect(seen.signature).toBeUndefined();
});
