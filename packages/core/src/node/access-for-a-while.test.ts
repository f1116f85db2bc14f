import { API_PREFIX, type Contract, contract, PolicyDocument, RequestId, SessionId, SessionPolicy } from "@lucid/contract";
import { createWallet, newIdentity, type Wallet, walletFromPhrase } from "@lucid/identity";
import { startTestNode, type TestNode } from "@lucid/testkit/node";
import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import type { JsonifiedClient } from "@orpc/openapi-client";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import { expect, it, vi } from "vitest";

type Client = JsonifiedClient<ContractRouterClient<Contract>>;

const clientOf = (node: TestNode, token?: string): Client =>
  createORPCClient(
    new OpenAPILink(contract, {
      url: `${node.url}${API_PREFIX}`,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    }),
  );

async function logIn(node: TestNode, wallet: Wallet, setupCode?: string): Promise<Client> {
  const { logins } = clientOf(node);
  const { challenge_id, message } = await logins.challenge({ tron_address: wallet.address });
  const setup = setupCode === undefined ? {} : { setup_code: setupCode };
  const signature = wallet.signMessage(message);
  return clientOf(node, (await logins.login({ challenge_id, tron_address: wallet.address, signature, ...setup })).access_token);
}

const document = PolicyDocument.parse({
  name: "Careful",
  session: SessionPolicy.parse({}),
  rules: [
    { rule_id: "asks", effect: "ask", priority: 5, actions: ["start_session"] },
    { rule_id: "all", effect: "allow", priority: 1, actions: ["connect_viewer", "connect_rdp"] },
  ],
});

/** Somebody whose session an owner has allowed, and that session. */
async function openAllowed(node: TestNode) {
  const [wallet, ownersWallet] = [walletFromPhrase(createWallet().phrase), walletFromPhrase(createWallet().phrase)];
  const owner = await logIn(node, ownersWallet, node.setupCode);
  const person = await logIn(node, wallet);
  const { policy_id } = await owner.policies.create({ kind: "node", document });
  const { request_id } = await person.accessRequests.ask({
    policy_id,
    action: "start_session",
    reason: "Patch night",
    minutes: 10,
  });
  const prepare = async (): Promise<SessionId> => {
    const consent = { text: "It is recorded.", accepted: true };
    return SessionId.parse((await person.sessions.create({ name: "One", policy: policy_id, consent })).session_id);
  };
  const start = async (session_id: SessionId) => {
    const { text } = await person.sessions.grant({ session_id });
    const recipients = [newIdentity().recipient];
    return await person.sessions.start({ session_id, grant_signature: wallet.signMessage(text), recipients });
  };
  const id = RequestId.parse(request_id);
  return { owner, person, wallet, ownersWallet, request_id: id, prepare, start };
}

const refusal = (code: string) => {
  const body = { error: expect.objectContaining({ code }) };
  return expect.objectContaining({ data: expect.objectContaining({ body }) });
};

it("ends a session that was started by it when it is taken back, and says why", async () => {
  await using node = await startTestNode({ settings: { registration: "open" } });
  const { owner, person, request_id, prepare, start } = await openAllowed(node);
  const session_id = await prepare();
  await expect(start(session_id)).rejects.toEqual(refusal("LUCID_POLICY_ERR_4802"));
  await owner.accessRequests.decide({ request_id, decision: "approve" });
  expect(await start(session_id)).toMatchObject({ state: "recording" });
  await expect(start(await prepare())).rejects.toEqual(refusal("LUCID_POLICY_ERR_4802"));
  await node.work(12);
  expect(await person.sessions.get({ session_id })).toMatchObject({ state: "recording" });
  await owner.accessRequests.revoke({ request_id });
  await node.time.pass(2);
  await vi.waitFor(async () => {
    const ended = await person.sessions.get({ session_id });
    expect(ended).toMatchObject({ end: "limit", reason: { code: "policy-closed" } });
  });
});

it("ends by itself at its time, also where the node was away in between", async () => {
  const first = await startTestNode({ settings: { registration: "open" } });
  const opened = await openAllowed(first);
  const { request_id } = opened;
  await opened.owner.accessRequests.decide({ request_id, decision: "approve" });
  await first.stop();
  first.time.clock.freeze(9 * 60_000);
  await using node = await startTestNode({ data: first.data, time: first.time, settings: { registration: "open" } });
  const person = await logIn(node, opened.wallet);
  expect(await person.accessRequests.get({ request_id })).toMatchObject({ status: "approved" });
  first.time.clock.freeze(60_000);
  expect(await person.accessRequests.get({ request_id })).toMatchObject({ status: "expired" });
});
