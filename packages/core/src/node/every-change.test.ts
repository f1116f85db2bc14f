import { randomBytes } from "node:crypto";
import { join } from "node:path";
import {
  API_PREFIX,
  type AuthResponse,
  contract,
  metaOf,
  type NodeEvent,
  NoteId,
  type Session,
  SessionId,
} from "@lucid/contract";
import { createWallet, newIdentity, sealIdentity, type Wallet, walletFromPhrase } from "@lucid/identity";
import { DOMAIN, publicKeyOf, signObject } from "@lucid/proof";
import {
  startSmtp,
  startTestDevnet,
  startTestNode,
  type TestDevnet,
  type TestNode,
  type TestSmtp,
  tokenOf,
} from "@lucid/testkit/node";
import { createORPCClient } from "@orpc/client";
import { isContractProcedure } from "@orpc/contract";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { undeclaredAnswer } from "../gateway/index.ts";
import { SAMPLE_CALLS, SAMPLE_ID } from "../gateway/testing/sample-inputs.ts";
import { ENTRY_TELLS_NOTHING, entryChanges } from "./testing/entry-changes.ts";
import { invoiceChanges } from "./testing/invoice-changes.ts";
import { type Change, type Client, createLoginChanges, type LoginWorld } from "./testing/login-changes.ts";
import { networkChanges } from "./testing/network-changes.ts";
import { organisationChanges } from "./testing/organisation-changes.ts";
import { payoutChanges, secondSuperAdmin } from "./testing/payout-changes.ts";
import { peopleChanges } from "./testing/people-changes.ts";
import { policyChanges } from "./testing/policy-changes.ts";
import { torChanges } from "./testing/tor-changes.ts";
import { TRON_TELLS_NOTHING, tronChanges } from "./testing/tron-changes.ts";

/** Procedures that are no `GET` and change nothing that anybody is shown. */
const TELL_NOTHING: Readonly<Record<string, string>> = {
  ...ENTRY_TELLS_NOTHING,
  "logins.challenge": "a text to sign is nobody's until it is signed",
  "logins.verify": "only looks",
  "logins.passkeyChallenge": "what is signed is nobody's until it is signed",
  "logins.passkeyStepUpChallenge": "what is signed is nobody's until it is signed",
  "logins.passkeyCreation": "is for whoever asked",
  "logins.enableSecondFactor": "is for whoever asked, until a code of it was shown",
  "node.lookBeforeSetup": "only looks",
  "invitations.look": "only looks",
  "logins.stepUpChallenge": "a text to sign is nobody's until it is signed",
  "sessions.viewerTicket": "is for whoever asked, for half a minute",
  "sessions.uploadChunk": "is always refused",
  "sessions.removeChunk": "is always refused",
  "chain.produceBlock": "is always refused",
  "chain.verifyAnchor": "only looks",
  "policies.evaluate": "only looks",
  "tor.testConnection": "only looks",
  "witness.clear": "what a witness saw is looked up by whoever shows it",
  "timeStamps.ask": "what authorities say is looked up by whoever shows it",
  ...TRON_TELLS_NOTHING,
  "database.check": "only looks",
  "database.checkpoint": "changes no row",
  "node.confirmClock": "is seen in the health of the node, which is asked for",
  "node.retryUnit": "is seen in the health of the node, which is asked for",
};

/** Whether the database can be written is found out by writing. */
const MEASURES = new Set(["node.health", "node.status", "dashboard.overview", "dashboard.health"]);

const procedures = Object.entries(contract).flatMap(([area, part]) =>
  Object.entries(part).map(([name, procedure]) => {
    if (!isContractProcedure(procedure)) throw new Error(`${area}.${name} is no procedure`);
    return { name: `${area}.${name}`, method: procedure["~orpc"].route.method, changes: metaOf(procedure).changes };
  }),
);

describe("on a real node", () => {
  const stack = new AsyncDisposableStack();
  const wallet = walletFromPhrase(createWallet().phrase);
  let node: TestNode;
  let smtp: TestSmtp;
  let devnet: TestDevnet;
  let url: string;
  let login: AuthResponse;
  let client: Client;
  let events: AsyncIterator<NodeEvent>;

  const clientOf = (token: string | undefined, at = url): Client =>
    createORPCClient(
      new OpenAPILink(contract, {
        url: `${at}${API_PREFIX}`,
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

  beforeAll(async () => {
    smtp = stack.use(await startSmtp());
    devnet = stack.use(await startTestDevnet());
    const payments = { tron_network: "devnet" as const, tron_url: devnet.url, invoice_prices: ["Session=2.50"] };
    node = stack.use(await startTestNode({ settings: { registration: "open", ...smtp.settings, ...payments } }));
    url = node.url;
    login = await logIn(wallet, node.setupCode);
    client = clientOf(login.access_token);
    events = await client.node.events();
    // A step of the clock would be the end of the time that its process has to start.
    await vi.waitFor(async () => expect((await client.tron.networkStatus()).state).toBe("ready"));
    await settle();
  });
  afterAll(() => stack.disposeAsync());

  async function stepUp(): Promise<void> {
    const { challenge_id, message } = await client.logins.stepUpChallenge();
    await client.logins.stepUp({ method: "wallet", challenge_id, signature: wallet.signMessage(message) });
  }

  const ofSession =
    (session_id: string, state?: Session["state"]) =>
    (event: NodeEvent): boolean =>
      event.type === "session" &&
      event.session.session_id === session_id &&
      (state ?? event.session.state) === event.session.state;

  async function prepared(): Promise<SessionId> {
    const { session_id } = await client.sessions.create({ name: "One", consent: { text: "It is recorded.", accepted: true } });
    return SessionId.parse(session_id);
  }

  async function started(): Promise<SessionId> {
    const session_id = await prepared();
    const { text } = await client.sessions.grant({ session_id });
    const recipients = [newIdentity().recipient];
    await client.sessions.start({ session_id, grant_signature: wallet.signMessage(text), recipients });
    return session_id;
  }

  /** A session of three chunks that is sealed; its anchor waits for time to pass. */
  async function sealed(): Promise<SessionId> {
    const session_id = await started();
    await node.work(32);
    await client.sessions.stop({ session_id });
    return session_id;
  }

  async function noted(session_id: SessionId): Promise<NoteId> {
    return NoteId.parse((await client.notes.add({ session_id, text: "One." })).note_id);
  }
  /** The account's own recipient, which is kept once. */
  async function ownRecipient(): Promise<string> {
    const kept = await client.people.identity();
    if (kept) return kept.recipient;
    const { identity, recipient } = newIdentity();
    await client.people.setIdentity({ recipient, sealed: sealIdentity(identity, wallet.signMessage("any text")) });
    return recipient;
  }
  const ofNotes = (session_id: string) => (event: NodeEvent) => event.type === "notes" && event.session_id === session_id;

  const world: LoginWorld = {
    wallet,
    client: () => client,
    login: () => login,
    clientOf,
    named: () => url.replace("127.0.0.1", "localhost"),
    clock: () => node.time.clock,
    logIn,
    stepUp,
    settle,
  };
  const logInAs = async (as: typeof wallet) => ({ login: await logIn(as), data: node.data });
  const another = secondSuperAdmin(logInAs, clientOf);
  const payouts = payoutChanges({
    ...{ devnet: () => devnet, client: () => client, userId: () => login.user.user_id, stepUp, settle, logInAs, another },
  });
  const changes: Readonly<Record<string, Change>> = {
    ...entryChanges({
      login: () => login,
      stranger: () => clientOf(undefined),
      owner: () => client,
      nextToken: async (address) => tokenOf(await smtp.take(address)),
      settle,
    }),
    ...createLoginChanges(world),
    ...policyChanges({ client: () => client, stranger: () => logIn(walletFromPhrase(createWallet().phrase)), clientOf, settle }),
    "sessions.create": async () => ofSession(await prepared(), "created"),
    "sessions.update": async () => {
      const session_id = await prepared();
      await settle();
      await client.sessions.update({ session_id, name: "Another" });
      return ofSession(session_id);
    },
    "sessions.grant": async () => {
      const session_id = await prepared();
      await settle();
      await client.sessions.grant({ session_id });
      return ofSession(session_id);
    },
    "sessions.start": async () => ofSession(await started(), "recording"),
    "sessions.pause": async () => {
      const session_id = await started();
      await client.sessions.pause({ session_id, reason: "a break" });
      return ofSession(session_id, "paused");
    },
    "sessions.resume": async () => {
      const session_id = await started();
      await client.sessions.pause({ session_id, reason: "a break" });
      await settle();
      await client.sessions.resume({ session_id });
      return ofSession(session_id, "recording");
    },
    "sessions.stop": async () => ofSession(await sealed(), "stored"),
    "sessions.cancel": async () => {
      const session_id = await prepared();
      await client.sessions.cancel({ session_id });
      return ofSession(session_id, "cancelled");
    },
    "sessions.retry": async () => {
      const session_id = await sealed();
      await settle();
      await client.sessions.retry({ session_id });
      return ofSession(session_id);
    },
    "sessions.addKey": async () => {
      const session_id = await sealed();
      await settle();
      const { recipient } = newIdentity();
      await stepUp();
      const [kept] = (await client.sessions.keys({ session_id })).envelopes;
      await client.sessions.addKey({ session_id, envelope: kept?.envelope ?? "", recipients: [recipient] });
      return ofSession(session_id);
    },
    "sessions.setPicture": async () => {
      const session_id = await prepared();
      const recipient = await ownRecipient();
      const { text } = await client.sessions.grant({ session_id });
      await client.sessions.start({ session_id, grant_signature: wallet.signMessage(text), recipients: [recipient] });
      await node.work(12);
      await client.sessions.stop({ session_id });
      await settle();
      await client.sessions.setPicture({ session_id, sealed: "AAAA" });
      return (event) => event.type === "session" && event.session.picture_at !== null;
    },
    "sessions.remove": async () => {
      const session_id = await prepared();
      await client.sessions.remove({ session_id });
      return (event) => event.type === "session_removed" && event.session_id === session_id;
    },
    ...organisationChanges({
      client: () => client,
      pass: (seconds) => node.time.pass(seconds),
      ...{ logInAs, clientOf, stepUp, settle },
      started,
      ofSession,
    }),
    "notes.add": async () => {
      const session_id = await prepared();
      await noted(session_id);
      return ofNotes(session_id);
    },
    "notes.change": async () => {
      const session_id = await prepared();
      const note_id = await noted(session_id);
      await settle();
      await client.notes.change({ session_id, note_id, text: "Two." });
      return ofNotes(session_id);
    },
    "notes.remove": async () => {
      const session_id = await prepared();
      const note_id = await noted(session_id);
      await settle();
      await client.notes.remove({ session_id, note_id });
      return ofNotes(session_id);
    },
    ...payouts,
    ...invoiceChanges({
      ...{ devnet: () => devnet, client: () => client, userId: () => login.user.user_id, stepUp, settle, another },
      setPayingWallet: () => payouts["payouts.setWallet"]?.() ?? expect.fail("no way to name a wallet that pays"),
      async signed() {
        const session_id = await prepared();
        const { text } = await client.sessions.grant({ session_id });
        return { session_id, grant_signature: wallet.signMessage(text), recipients: [newIdentity().recipient] };
      },
    }),
    ...networkChanges({ client: () => client, stepUp, settle }),
    ...torChanges({ client: () => client, settle }),
    ...tronChanges({ devnet: () => devnet, client: () => client, userId: () => login.user.user_id, stepUp, settle }),
    ...peopleChanges({ data: () => node.data, now: () => node.time.clock.now(), client: () => client, clientOf, logIn, settle }),
    "people.updateProfile": async () => {
      await client.people.updateProfile({ username: "somebody-else", first_name: "Ada" });
      return (event) => event.type === "account" && event.account.username === "somebody-else";
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
        expires_at: Math.floor(node.time.clock.now() / 1_000) + 600,
        type: "node_checkpoint",
        data: { heads: [{ session_id: crypto.randomUUID(), size: 1, root: "ab".repeat(32) }] },
      };
      const signature = signObject(DOMAIN.transaction, transaction, secret);
      const { transaction_id } = await client.chain.submit({ transaction, signature });
      return (event) => event.type === "transaction" && event.transaction_id === transaction_id;
    },
  };

  it.each(procedures.filter((one) => one.changes !== undefined))(
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

  it("a procedure that comes as GET changes nothing", async () => {
    const ids = [await prepared(), await started()];
    using database = new DisposableStack();
    const watching = database.adopt(new Database(join(node.data, "node.db"), { readonly: true }), (open) => open.close());
    // Another connection's commit is all that changes it (SQLite, PRAGMA data_version).
    const version = () => watching.pragma("data_version", { simple: true });
    const changing = new Set<string>();
    for (const { name, url: path } of SAMPLE_CALLS.filter(({ method }) => method === "GET")) {
      for (const id of ids) {
        const before = version();
        const headers = { authorization: `Bearer ${login.access_token}` };
        const answer = await fetch(`${url}${path.replace(SAMPLE_ID, id)}`, { headers });
        await answer.body?.cancel();
        if (version() !== before) changing.add(name);
      }
    }
    expect([...changing].filter((name) => !MEASURES.has(name))).toEqual([]);
  });

  it("nothing was refused that its procedure does not declare", async () => {
    const figures = await (await fetch(`${url}/metrics`)).text();
    expect(figures).toContain("lucid_gateway_undeclared_refusals_total");
    expect(figures).not.toMatch(/^lucid_gateway_undeclared_refusals_total.* [1-9]/m);
  });
});
