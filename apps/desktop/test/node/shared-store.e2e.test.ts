import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { API_PREFIX } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { startRedis } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import { createNodeClient } from "../../main/cli/rest/node-client.ts";
import { healthOf, ownBoth, reaches, startBoth } from "./shared-nodes.ts";
import { type NodeProcess, temporaryFolder, tokensOf, until } from "./test-node.ts";

/** What an address may call without a login: at once, and from then on. */
const BURST = 200;
const PER_MINUTE = 100;

interface Answer {
  readonly status: number;
  readonly code: string;
  readonly retryAfter: string | null;
}

async function call(node: NodeProcess, method: string, path: string, token: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${node.announced.url}${API_PREFIX}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const told = answer.ok ? undefined : ((await answer.json()) as { error: { code: string } });
  if (answer.ok) await answer.body?.cancel();
  return { status: answer.status, code: told?.error.code ?? "ok", retryAfter: answer.headers.get("retry-after") };
}

const me = (node: NodeProcess, token: string): Promise<Answer> => call(node, "GET", "/users/me", token);

/** What a node answers that hears of the other one: it refuses for now while one of them got no processor for a second. */
const heard = (ask: () => Promise<Answer>): Promise<Answer> => until(ask, ({ status }) => status !== 503);

it("takes a login of one node at the other, and refuses it there within a second of its end, wherever it is ended", async () => {
  await using folder = await temporaryFolder();
  await using redis = await startRedis();
  await using nodes = await startBoth(redis, folder.path);
  const { a, b } = nodes;
  const owner = await ownBoth(a, b);

  const { access_token: first } = await tokensOf(a, owner);
  await until(
    () => me(b, first),
    ({ status }) => status === 200,
  );
  expect(await me(a, first)).toMatchObject({ status: 200 });
  expect(await call(a, "POST", "/auth/logout", first, {})).toMatchObject({ status: 200 });
  expect(await me(a, first)).toMatchObject({ status: 401 });
  expect(await heard(() => me(b, first))).toMatchObject({ status: 401 });

  // Ended at the node that it is not at: that one refuses at once, its own as soon as it has heard. It says so where that was in time.
  for (let ended = 0; ended !== 200; ) {
    const { access_token: second } = await tokensOf(a, owner);
    await until(
      () => me(b, second),
      ({ status }) => status === 200,
    );
    ended = (await call(b, "POST", "/auth/logout", second, {})).status;
    expect([200, 503]).toContain(ended);
    expect(await heard(() => me(b, second))).toMatchObject({ status: 401 });
    await until(
      () => me(a, second),
      ({ status }) => status === 401,
    );
  }

  // A stranger's account there has no account here, and proves nothing here.
  const stranger = await tokensOf(a, { ...owner, wallet: walletFromPhrase(createWallet().phrase) });
  expect(await heard(() => me(b, stranger.access_token))).toMatchObject({ status: 401 });
  const { access_token: third } = await tokensOf(a, owner);
  await until(
    () => me(b, third),
    ({ status }) => status === 200,
  );
  const stepUp = () => call(b, "POST", "/auth/step-up/challenge", third, {});
  expect(await heard(stepUp)).toMatchObject({ status: 403, code: "LUCID_ERR_4003" });
});

it("goes on with reads while the store is away, refuses logins and new sessions, and comes back by itself", async () => {
  await using folder = await temporaryFolder();
  await using redis = await startRedis();
  await using nodes = await startBoth(redis, folder.path);
  const { a, b } = nodes;
  const owner = await ownBoth(a, b);
  const { access_token, refresh_token } = await tokensOf(a, owner);
  await until(
    () => me(b, access_token),
    ({ status }) => status === 200,
  );

  await redis.kill();
  await Promise.all([reaches(a, false), reaches(b, false)]);
  expect(await healthOf(a)).toMatchObject({
    status: "degraded",
    dependencies: { shared_store: { ok: false, detail: "the shared Redis: it does not answer" } },
  });
  expect(await me(a, access_token)).toMatchObject({ status: 200 });
  expect(await me(b, access_token)).toEqual({ status: 503, code: "LUCID_ERR_5009", retryAfter: "2" });
  const away = expect.objectContaining({ code: "LUCID_ERR_5009" });
  await expect(tokensOf(a, owner)).rejects.toEqual(away);
  const session = { name: "Test", consent: { text: "This is recorded.", accepted: true } };
  expect(await call(a, "POST", "/sessions", access_token, session)).toMatchObject({ status: 503, code: "LUCID_ERR_5009" });
  // Who is logged in stays so, and can log out.
  const { logins } = createNodeClient(a.announced.url);
  const renewed = await logins.refresh({ refresh_token });
  expect(await me(a, renewed.access_token)).toMatchObject({ status: 200 });
  expect(await call(a, "POST", "/auth/logout", renewed.access_token, {})).toMatchObject({ status: 200 });
  expect(await me(a, access_token)).toMatchObject({ status: 401 });

  await redis.start();
  await Promise.all([reaches(a, true), reaches(b, true)]);
  expect(await heard(() => me(b, access_token))).toMatchObject({ status: 401 });
  const { access_token: again } = await tokensOf(a, owner);
  await until(
    () => me(b, again),
    ({ status }) => status === 200,
  );
  expect(await heard(() => call(a, "POST", "/sessions", again, session))).toMatchObject({ status: 201 });
});

it("lets no ended login back in through kills of nodes, and counts the calls of both together", async () => {
  await using folder = await temporaryFolder();
  await using redis = await startRedis();
  await using nodes = await startBoth(redis, folder.path);
  const { a, b, start } = nodes;
  const owner = await ownBoth(a, b);
  const { access_token } = await tokensOf(a, owner);
  await until(
    () => me(b, access_token),
    ({ status }) => status === 200,
  );
  await a.end("SIGKILL");
  await until(
    () => me(b, access_token),
    ({ status }) => status === 503,
  );
  // The login's own node is gone: it is told when it is back.
  expect(await call(b, "POST", "/auth/logout", access_token, {})).toMatchObject({ status: 503 });
  const { access_token: own } = await tokensOf(b, owner);
  expect(await call(b, "POST", "/auth/logout", own, { logout_all_sessions: true })).toMatchObject({ status: 200 });
  await b.end("SIGKILL");

  const againB = await start("b");
  await reaches(againB, true);
  const againA = await start("a");
  await until(
    () => me(againA, access_token),
    ({ status }) => status === 401,
  );
  expect(await heard(() => me(againB, access_token))).toMatchObject({ status: 401 });

  // 200 calls of one address at once, at whichever node: alone, each would let as many through. A node that got no processor for half
  // a second counts alone meanwhile, and says so: then it is another address's turn.
  for (let address = 2; ; address += 1) {
    const before = nodes.timesAway();
    const { allowed, minutes } = await burst([againA, againB], `127.0.0.${address}`);
    await Promise.all([reaches(againA, true), reaches(againB, true)]);
    if (nodes.timesAway() > before) continue;
    expect(allowed).toBeGreaterThan(BURST / 2);
    expect(allowed).toBeLessThanOrEqual(BURST + Math.ceil(PER_MINUTE * minutes));
    break;
  }
});

/** Twice the burst from one address, at the nodes in turn: how many were let through, and how long it took. */
async function burst(nodes: readonly NodeProcess[], localAddress: string): Promise<{ allowed: number; minutes: number }> {
  const startedAt = performance.now();
  const calls = Array.from({ length: 2 * BURST }, (_, at) => nodes[at % nodes.length]);
  let allowed = 0;
  const caller = async (): Promise<void> => {
    for (let node = calls.pop(); node; node = calls.pop()) {
      const [answer] = (await once(get(`${node.announced.url}${API_PREFIX}/auth/setup`, { localAddress }), "response")) as [
        IncomingMessage,
      ];
      answer.resume();
      if (answer.statusCode === 200) allowed += 1;
    }
  };
  await Promise.all(Array.from({ length: 20 }, caller));
  return { allowed, minutes: (performance.now() - startedAt) / 60_000 };
}
