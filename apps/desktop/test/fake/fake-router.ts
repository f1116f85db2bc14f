import { randomUUID } from "node:crypto";
import {
  type Account,
  type AuthResponse,
  chainErrors,
  contract,
  isOpen,
  loginErrors,
  paginate,
  type SealedIdentity,
  type Session,
} from "@lucid/contract";
import { loginText } from "@lucid/identity";
import { grantText } from "@lucid/proof";
import { implement } from "@orpc/server";
import { hashOf, NETWORK, NODE_KEY } from "./fake-chain.ts";
import { healthOf, offers, statusOf } from "./fake-facts.ts";
import { OWNER_ID } from "./fake-sessions.ts";
import type { FakeState } from "./fake-state.ts";

export interface FakeContext {
  readonly token: string | undefined;
  readonly cookie: string | undefined;
  setCookie(value: string | undefined): void;
}

const SETUP_CODE = "7c1e-4b2a";

/** The procedures the page calls, over memory. Signatures are not checked: that is the real node's part. */
export function createFakeRouter(state: FakeState) {
  const open = implement(contract).$context<FakeContext>();
  let account: Account = {
    user_id: OWNER_ID,
    tron_address: "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
    username: "maria",
    role: "SUPER_ADMIN",
    permissions: [],
    kyc_status: "none",
    status: "active",
    recipient: null,
    created_at: new Date().toISOString(),
    updated_at: new Date().toISOString(),
    last_login: null,
  };
  let identity: SealedIdentity | null = null;

  const os = open.use(({ context, path, next }) => {
    const isPublic = path[0] === "logins" || path[1] === "genesis" || path[1] === "health";
    if (!isPublic && context.token !== "fake-access") throw loginErrors.TOKEN_INVALID();
    return next();
  });

  function admit(context: FakeContext): AuthResponse {
    context.setCookie("fake-refresh");
    return { access_token: "fake-access", refresh_token: "", token_type: "bearer", expires_in: 900, user: account };
  }

  const newest = (): Session[] => [...state.sessions.values()];

  return {
    logins: {
      setup: os.logins.setup.handler(() => ({ needed: state.setupNeeded, registration: "closed" })),
      challenge: os.logins.challenge.handler(({ input }) => {
        const nonce = randomUUID().replaceAll("-", "");
        const expiresAtMs = Date.now() + 300_000;
        const terms = {
          domain: "127.0.0.1",
          network: NETWORK,
          address: input.tron_address,
          nonce,
          issuedAtMs: Date.now(),
          expiresAtMs,
        };
        return { challenge_id: randomUUID(), message: loginText(terms), nonce, expires_at: new Date(expiresAtMs).toISOString() };
      }),
      login: os.logins.login.handler(({ input, context }) => {
        if (state.setupNeeded && input.setup_code !== SETUP_CODE) throw loginErrors.SETUP_CODE_INVALID();
        state.setupNeeded = false;
        if (account.tron_address !== input.tron_address) identity = null;
        account = { ...account, tron_address: input.tron_address };
        return admit(context);
      }),
      refresh: os.logins.refresh.handler(({ context }) => {
        if (context.cookie === undefined) throw loginErrors.REFRESH_INVALID();
        return admit(context);
      }),
      logout: os.logins.logout.handler(({ context }) => {
        context.setCookie(undefined);
        return { message: "Logged out" };
      }),
      list: os.logins.list.handler(() => ({ sessions: [loginOf(true), loginOf(false)] })),
      end: os.logins.end.handler(() => ({ terminated: true, message: "" })),
      endOthers: os.logins.endOthers.handler(() => ({ terminated_count: 1, message: "" })),
    },
    people: {
      me: os.people.me.handler(() => account),
      updateMe: os.people.updateMe.handler(({ input }) => {
        account = { ...account, username: input.username };
        return account;
      }),
      identity: os.people.identity.handler(() => identity),
      setIdentity: os.people.setIdentity.handler(({ input }) => {
        identity = input;
        account = { ...account, recipient: input.recipient };
        return input;
      }),
    },
    sessions: {
      list: os.sessions.list.handler(({ input }) => {
        const words = (input.q ?? "").toLowerCase();
        const found = newest().filter(
          (session) =>
            session.name.toLowerCase().includes(words) && (input.status === undefined || session.state === input.status),
        );
        const from = (input.page - 1) * input.limit;
        return { sessions: found.slice(from, from + input.limit), pagination: paginate(input, found.length) };
      }),
      statistics: os.sessions.statistics.handler(() => ({
        live: newest().filter(isOpen).length,
        total: state.sessions.size,
        recorded_seconds_30_days: newest().length === 0 ? 0 : 220_800,
        size_bytes: newest().length === 0 ? 0 : 18_400_000_000,
        provable: 1,
      })),
      defaults: os.sessions.defaults.handler(() => offers(state.options.missing ?? [])),
      get: os.sessions.get.handler(({ input }) => state.get(input.session_id)),
      create: os.sessions.create.handler(({ input }) => state.add({ name: input.name, consent_text: input.consent.text })),
      grant: os.sessions.grant.handler(({ input }) => {
        const { session_id, policy_hash, consent_hash } = state.get(input.session_id);
        const terms = {
          session_id,
          network: NETWORK,
          node: NODE_KEY,
          policy_hash,
          consent_hash,
          ends_at_ms: Date.now() + 28_800_000,
        };
        return { text: grantText(terms), terms, owner: account.tron_address };
      }),
      start: os.sessions.start.handler(({ input }) =>
        state.change(input.session_id, {
          state: "recording",
          recording_status: "recording",
          started_at: new Date().toISOString(),
        }),
      ),
      stop: os.sessions.stop.handler(({ input }) => state.seal(input.session_id)),
      cancel: os.sessions.cancel.handler(({ input }) =>
        state.change(input.session_id, { state: "cancelled", status: "cancelled" }),
      ),
      pause: os.sessions.pause.handler(({ input }) =>
        state.change(input.session_id, {
          state: "paused",
          gaps: [{ kind: "paused", reason: input.reason, from: new Date().toISOString(), to: null }],
        }),
      ),
      resume: os.sessions.resume.handler(({ input }) => state.change(input.session_id, { state: "recording", gaps: [] })),
      remove: os.sessions.remove.handler(({ input }) => {
        const { session_id, manifest_hash, merkle_root, chunk_count, size_bytes } = state.get(input.session_id);
        state.remove(session_id);
        return {
          receipt: {
            format: "lucid-deletion-receipt",
            version: 1,
            session_id,
            manifest_hash,
            merkle_root,
            chunk_count,
            total_size: size_bytes,
            deleted_by: OWNER_ID,
            reason: input.reason,
            deleted_at_ms: Date.now(),
            node: NODE_KEY,
          },
          signature: hashOf("receipt").repeat(2),
        };
      }),
      connection: os.sessions.connection.handler(() => ({
        host: "127.0.0.1",
        port: 13_389,
        username: "lucid",
        password: "plum-river-42",
        certificate_fingerprint: hashOf("certificate"),
        rdp_file: "full address:s:127.0.0.1:13389\r\nusername:s:lucid\r\n",
      })),
      viewerTicket: os.sessions.viewerTicket.handler(({ input }) => ({
        ticket: randomUUID(),
        path: `/api/v1/sessions/${input.session_id}/viewer`,
        expires_at: new Date(Date.now() + 30_000).toISOString(),
      })),
    },
    chain: {
      info: os.chain.info.handler(() => ({
        network_name: "solo",
        network: NETWORK,
        version: "0.1.0",
        current_height: state.chain.height(),
        finalized_height: state.chain.height() - 1,
        genesis_block: NETWORK,
        genesis_time: "2026-11-01T08:00:00.000Z",
        consensus_algorithm: "PoOT",
        block_time: 10,
        total_transactions: 51_904,
        pending_transactions: 1,
      })),
      blocks: os.chain.blocks.handler(({ input }) => state.chain.blocks(input.page, input.limit)),
      block: os.chain.block.handler(({ input }) => state.chain.blockByHash(input.block_id)),
      blockAt: os.chain.blockAt.handler(({ input }) => state.chain.block(input.height)),
      transactions: os.chain.transactions.handler(({ input }) => state.chain.transactions(input.page, input.limit)),
      transaction: os.chain.transaction.handler(({ input }) => state.chain.transaction(input.transaction_id)),
      anchor: os.chain.anchor.handler(({ input }) => {
        const session = state.sessions.get(input.session_id);
        if (!session) throw chainErrors.ANCHOR_NOT_FOUND();
        const { anchor, merkle_root, manifest_hash, chunk_count, anchored, anchored_at } = session;
        return {
          session_id: input.session_id,
          anchored,
          merkle_root,
          manifest_hash,
          chunk_count,
          block_id: null,
          block_height: anchor.block_height,
          transaction_id: anchor.transaction_id,
          anchored_at,
          confirmation_count: anchor.confirmations,
          status: anchored ? ("confirmed" as const) : ("pending" as const),
        };
      }),
    },
    node: {
      status: os.node.status.handler(() => statusOf(state)),
      health: os.node.health.handler(() => healthOf(state)),
      events: os.node.events.handler(({ signal }) => state.events(signal)),
      storageStatus: os.recording.storage.handler(() => ({
        total_capacity: 120_000_000_000,
        used_capacity: 18_400_000_000,
        available_capacity: 101_600_000_000,
        session_count: state.sessions.size,
        chunk_count: 1_730,
        compression_ratio: 0.41,
        last_cleanup: null,
        health_status: "healthy" as const,
      })),
    },
  };
}

const loginOf = (isCurrent: boolean) => ({
  session_id: randomUUID(),
  device_info: isCurrent ? "Chromium on Linux" : "Firefox on Windows",
  ip_address: isCurrent ? "127.0.0.1" : "192.0.2.17",
  created_at: new Date().toISOString(),
  last_activity: new Date().toISOString(),
  is_current: isCurrent,
});
