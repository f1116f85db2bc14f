import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { API_PREFIX, type AuthResponse, type Contract, contract, metaOf, type NodeEvent } from "@lucid/contract";
import { systemClock, systemRandomness } from "@lucid/foundation";
import { createWallet, newIdentity, sealIdentity, type Wallet, walletFromPhrase } from "@lucid/identity";
import { DOMAIN, publicKeyOf, signObject } from "@lucid/proof";
import { createFakeDesktops, createNodeTime } from "@lucid/testkit/node";
import { createORPCClient } from "@orpc/client";
import { type ContractRouterClient, isContractProcedure } from "@orpc/contract";
import type { JsonifiedClient } from "@orpc/openapi-client";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { undeclaredAnswer } from "../gateway/index.ts";
import { NodeSettings } from "./settings.ts";
import { startNode } from "./start-node.ts";

type Client = JsonifiedClient<ContractRouterClient<Contract>>;
/** Does what the procedure is for, and gives the event that must come of it. */
type Change = () => Promise<(event: NodeEvent) => boolean>;

/** A session needs a desktop: apps/desktop/test/node/sessions-api.e2e.test.ts hears of these. */
const needsDesktop = ({ name }: { readonly name: string }): boolean => /^(sessions|notes)\./.test(name);

/** Procedures that are no `GET` and change nothing that anybody is shown. */
const TELL_NOTHING: Readonly<Record<string, string>> = {
  "logins.challenge": "a text to sign is nobody's until it is signed",
  "logins.verify": "only looks",
  "sessions.viewerTicket": "is for whoever asked, for half a minute",
  "sessions.uploadChunk": "is always refused",
  "sessions.removeChunk": "is always refused",
  "chain.produceBlock": "is always refused",
  "chain.verifyAnchor": "only looks",
  "node.retryUnit": "is seen in the health of the node, which is asked for",
};

const procedures = Object.entries(contract).flatMap(([area, part]) =>
  Object.entries(part).map(([name, procedure]) => {
    if (!isContractProcedure(procedure)) throw new Error(`${area}.${name} is no procedure`);
    return { name: `${area}.${name}`, method: procedure["~orpc"].route.method, changes: metaOf(procedure).changes };
  }),
);

describe("on a real node", () => {
  const stack = new AsyncDisposableStack();
  const log: string[] = [];
  const wallet = walletFromPhrase(createWallet().phrase);
  let url: string;
  let login: AuthResponse;
  let client: Client;
  let events: AsyncIterator<NodeEvent>;

  const clientOf = (token: string | undefined): Client =>
    createORPCClient(
      new OpenAPILink(contract, {
        url: `${url}${API_PREFIX}`,
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        async fetch(request, init) {
          const answer = await fetch(request, init);
          expect(undeclaredAnswer(request.method, new URL(request.url).pathname, answer.status)).toBeUndefined();
          return answer;
        },
      }),
    );

  /** Signs as TronWeb writes it: with 0x in front. */
  async function logIn(as: Wallet, setupCode?: string): Promise<AuthResponse> {
    const { logins } = clientOf(undefined);
    const { challenge_id, message } = await logins.challenge({ tron_address: as.address });
    const signature = `0x${as.signMessage(message).toUpperCase()}`;
    const setup = setupCode === undefined ? {} : { setup_code: setupCode };
    return await logins.login({ challenge_id, tron_address: as.address, signature, ...setup });
  }

  async function hear(wanted: (event: NodeEvent) => boolean): Promise<NodeEvent> {
    for (;;) {
      const next = await events.next();
      if (next.done) throw new Error("The stream of events ended");
      if (wanted(next.value)) return next.value;
    }
  }

  let names = 0;
  /** Reads away what earlier calls caused: events come in the order of the changes, so all come before this one. */
  async function settle(): Promise<void> {
    const username = `settled-${++names}`;
    await client.people.updateMe({ username });
    await hear((event) => event.type === "account" && event.account.username === username);
  }

  const ofMine = (event: NodeEvent): boolean => event.type === "logins" && event.user_id === login.user.user_id;

  beforeAll(async () => {
    const data = await mkdtemp(join(tmpdir(), "lucid-node-"));
    stack.defer(() => rm(data, { recursive: true }));
    const node = stack.use(
      await startNode(
        {
          clock: systemClock,
          randomness: systemRandomness,
          log: pino({ level: "warn" }, { write: (line: string) => void log.push(line) }),
          version: "1.2.3",
          files: {
            page: join(data, "no-page"),
            templates: join(data, "no-templates"),
            workers: { sealer: join(import.meta.dirname, "../../../pipeline/src/sealer/sealer.worker.ts") },
          },
          desktops: createFakeDesktops(createNodeTime()),
        },
        NodeSettings.parse({ data, port: 0, hosting: "off", registration: "open", block_interval: 1, login_per_minute: 10_000 }),
      ),
    );
    url = node.url;
    login = await logIn(wallet, node.setupCode());
    client = clientOf(login.access_token);
    events = await client.node.events();
    await settle();
  });
  afterAll(() => stack.disposeAsync());

  const changes: Readonly<Record<string, Change>> = {
    "logins.login": async () => {
      await logIn(wallet);
      return ofMine;
    },
    "logins.refresh": async () => {
      await clientOf(undefined).logins.refresh({ refresh_token: login.refresh_token });
      return ofMine;
    },
    "logins.logout": async () => {
      const other = await logIn(wallet);
      await settle();
      await clientOf(other.access_token).logins.logout({});
      return ofMine;
    },
    "logins.end": async () => {
      await logIn(wallet);
      await settle();
      const { sessions } = await client.logins.list();
      const other = sessions.find(({ is_current }) => !is_current);
      await client.logins.end({ session_id: other?.session_id ?? "" });
      return ofMine;
    },
    "logins.endOthers": async () => {
      await logIn(wallet);
      await settle();
      expect(await client.logins.endOthers()).toMatchObject({ terminated_count: expect.any(Number) });
      return ofMine;
    },
    "people.updateMe": async () => {
      await client.people.updateMe({ username: "somebody" });
      return (event) => event.type === "account" && event.account.username === "somebody";
    },
    "people.setIdentity": async () => {
      const { identity, recipient } = newIdentity();
      await client.people.setIdentity({ recipient, sealed: sealIdentity(identity, wallet.signMessage("any text")) });
      return (event) => event.type === "account" && event.account.recipient === recipient;
    },
    "chain.submit": async () => {
      const secret = randomBytes(32);
      const { network } = await client.chain.info();
      const transaction = {
        version: 1,
        network,
        sender: publicKeyOf(secret),
        sequence: 0,
        expires_at: Math.floor(Date.now() / 1_000) + 600,
        type: "node_checkpoint",
        data: { heads: [{ session_id: crypto.randomUUID(), size: 1, root: "ab".repeat(32) }] },
      };
      const signature = signObject(DOMAIN.transaction, transaction, secret);
      const { transaction_id } = await client.chain.submit({ transaction, signature });
      return (event) => event.type === "transaction" && event.transaction_id === transaction_id;
    },
  };

  it.each(procedures.filter((one) => one.changes !== undefined && !needsDesktop(one)))(
    "$name is told as an event $changes",
    async ({ name, changes: type }) => {
      const change = changes[name];
      if (!change) throw new Error(`Nothing calls ${name}: add it to changes`);
      await settle();
      const isIt = await change();
      expect(await hear(isIt)).toMatchObject({ type });
    },
  );

  it("every procedure that is no GET is told, or has a reason not to be", () => {
    const silent = procedures.filter((one) => one.method !== "GET" && one.changes === undefined).map(({ name }) => name);
    expect(silent.toSorted()).toEqual(Object.keys(TELL_NOTHING).toSorted());
  });

  it("nothing was refused that its procedure does not declare", () => {
    expect(log.filter((line) => line.includes("undeclared refusal"))).toEqual([]);
  });
});
