import { API_PREFIX } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { startRedis } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import { accountIdentity, logIn } from "../../main/cli/rest/node-client.ts";
import { ownBoth, reaches, startBoth } from "./shared-nodes.ts";
import {
  type NodeProcess,
  type Owner,
  returnAsOwner,
  sessionOf,
  startSession,
  temporaryFolder,
  tokensOf,
  until,
} from "./test-node.ts";

const LOCKED_DOWN = "LUCID_EMERGENCY_ERR_1801";
const AWAY = "LUCID_ERR_5009";

/** What a node says to somebody new who logs in: `ok`, or the code of its refusal. */
async function toStranger({ announced }: NodeProcess): Promise<string> {
  try {
    await logIn(announced.url, walletFromPhrase(createWallet().phrase));
    return "ok";
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}
/** The same, once it can be said: while a node gets no processor for a second, the store is away to it. */
const said = (node: NodeProcess): Promise<string> =>
  until(
    () => toStranger(node),
    (code) => code !== AWAY,
  );
const says = (node: NodeProcess, wanted: string): Promise<string> =>
  until(
    () => toStranger(node),
    (code) => code === wanted,
  );

async function toBearer({ announced }: NodeProcess, token: string): Promise<string> {
  const answer = await fetch(`${announced.url}${API_PREFIX}/sessions`, { headers: { authorization: `Bearer ${token}` } });
  const body = (await answer.json()) as { error?: { code: string } };
  return body.error?.code ?? "ok";
}
const inForce = async ({ client }: Owner) => (await client.emergency.status()).current_emergency;

it("locks down at all nodes of the owner, through kills of each and of the store, until it is lifted at one of them", async () => {
  await using folder = await temporaryFolder();
  await using redis = await startRedis();
  await using nodes = await startBoth(redis, folder.path);
  const { a, b, start } = nodes;
  const owner = await ownBoth(a, b);
  const ownerAtB = await returnAsOwner(b, owner);
  const { access_token: ownersToken } = await tokensOf(b, owner);
  const { access_token: someonesToken } = await tokensOf(b, { ...owner, wallet: walletFromPhrase(createWallet().phrase) });
  expect(await toBearer(b, someonesToken)).toBe("ok");
  await accountIdentity(ownerAtB.client, owner.wallet);
  const session = await startSession(ownerAtB);

  // The node is killed as soon as it has answered: what it has to tell stands in its database.
  const { emergency_id } = await owner.client.emergency.lockdown({ reason: "keys are out", duration_minutes: 30 });
  await a.end("SIGKILL");
  const againA = await start("a");
  await says(b, LOCKED_DOWN);
  expect(await said(againA)).toBe(LOCKED_DOWN);
  const here = await until(
    () => inForce(ownerAtB),
    (found) => found?.effective_at != null,
  );
  expect(here).toMatchObject({ emergency_id, node: expect.any(String), reason: "keys are out" });
  expect(await sessionOf(ownerAtB, session)()).toMatchObject({
    reason: { code: "ended-by-admin", data: { text: "keys are out" } },
  });

  // Without the store, and after a kill, what held is held, and the super admin acts.
  await b.end("SIGKILL");
  await redis.kill();
  const againB = await start("b");
  await reaches(againB, false);
  expect([await toBearer(againB, someonesToken), await toBearer(againB, ownersToken)]).toEqual([LOCKED_DOWN, "ok"]);
  await redis.start();
  await reaches(againB, true);
  expect(await said(againB)).toBe(LOCKED_DOWN);

  // Lifted while the other node is off, which lets people in when it is back.
  await againA.end("SIGKILL");
  await reaches(againB, true);
  await (await returnAsOwner(againB, owner)).client.emergency.lift({ emergency_id });
  expect(await said(againB)).toBe("ok");
  const lastA = await start("a");
  await says(lastA, "ok");
  const { history } = await (await returnAsOwner(lastA, owner)).client.emergency.status();
  expect(history).toMatchObject([{ emergency_id, outcome: "lifted", node: null, lifted_at_node: expect.any(String) }]);
});
