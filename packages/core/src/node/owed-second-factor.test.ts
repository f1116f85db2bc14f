import { apiKeyErrors, loginErrors } from "@lucid/contract";
import { startTestNode } from "@lucid/testkit/node";
import { Secret, TOTP } from "otpauth";
import { expect, it } from "vitest";
import { clientOf, logInAs, ownNode } from "./testing/owned-node.ts";

const refusedWith = ({ code }: { readonly code: string }) => ({ data: { body: { error: { code } } } });

it("keeps API keys out, old and new, while their owner owes a second factor, and lets them in once it is set up", async () => {
  await using before = await startTestNode({ settings: { registration: "open" } });
  const { data, time } = before;
  const owner = await ownNode(before);
  const { secret } = await owner.client.apiKeys.create({ name: "A program", scopes: ["view_own_profile"], addresses: [] });
  await expect(clientOf(before, secret).people.me()).resolves.toMatchObject({ role: "SUPER_ADMIN" });
  await before.stop();

  await using node = await startTestNode({ data, time, settings: { second_factor_roles: ["SUPER_ADMIN"] } });
  const program = clientOf(node, secret);
  await expect(program.people.me()).rejects.toMatchObject(refusedWith(loginErrors.spec.SECOND_FACTOR_REQUIRED));
  await expect(program.logins.enableSecondFactor()).rejects.toMatchObject(refusedWith(apiKeyErrors.spec.PERSON_NEEDED));

  const { access_token, second_factor_due } = await logInAs(node, owner.wallet);
  expect(second_factor_due).toBe(true);
  const { logins } = clientOf(node, access_token);
  const { secret: shared } = await logins.enableSecondFactor();
  const code = new TOTP({ secret: Secret.fromBase32(shared) }).generate({ timestamp: time.clock.now() });
  await logins.confirmSecondFactor({ code });
  await expect(program.people.me()).resolves.toMatchObject({ role: "SUPER_ADMIN" });
});
