import { startTestNode } from "@lucid/testkit/node";
import { Secret, TOTP } from "otpauth";
import { expect, it } from "vitest";
import { resetSecondFactor } from "../logins/index.ts";
import { clientOf, logInAs, ownNode } from "./testing/owned-node.ts";

it("takes a lost second factor away in the folder of a node that is stopped, and ends the account's logins", async () => {
  await using node = await startTestNode();
  const { client, wallet, login } = await ownNode(node);
  const { secret } = await client.logins.enableSecondFactor();
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  await client.logins.confirmSecondFactor({ code: app.generate({ timestamp: node.time.clock.now() }) });
  await expect(logInAs(node, wallet)).rejects.toMatchObject({ status: 401 });
  expect(() => resetSecondFactor(node.data, wallet.address)).toThrow("Another node is using the data folder");
  await node.stop();

  expect(resetSecondFactor(node.data, "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC")).toBeUndefined();
  expect(resetSecondFactor(node.data, wallet.address)).toBe(true);
  expect(resetSecondFactor(node.data, wallet.address)).toBe(false);
  expect(() => resetSecondFactor(`${node.data}/none`, wallet.address)).toThrow("There is no node");

  await using again = await startTestNode({ data: node.data, time: node.time });
  await expect(clientOf(again, login.access_token).people.me()).rejects.toMatchObject({ status: 401 });
  expect((await logInAs(again, wallet)).user.user_id).toBe(login.user.user_id);
});
