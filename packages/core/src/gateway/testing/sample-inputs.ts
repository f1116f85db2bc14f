import { OPERATIONS } from "../operations.ts";

/** Stands for every id of something. */
export const SAMPLE_ID = "0198c0de-1111-4111-8111-111111111111";
const hash = "ab".repeat(32);
const address = "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC";
const recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
const SCHEDULE_TERMS = { least: "1", most: "1", every: { unit: "month", day: 1 }, at: "06:30", time_zone: "Europe/Berlin" };

/** Something valid for every field that a path names. */
const params: Readonly<Record<string, string | number>> = {
  session_id: SAMPLE_ID,
  chunk_id: 0,
  user_id: SAMPLE_ID,
  block_id: hash,
  transaction_id: hash,
  public_key: hash,
  height: 1,
  unit_id: 1,
  note_id: SAMPLE_ID,
  claim_id: SAMPLE_ID,
  event_id: SAMPLE_ID,
  policy_id: "standard",
  passkey_id: SAMPLE_ID,
  emergency_id: SAMPLE_ID,
  backup_id: SAMPLE_ID,
  key_id: SAMPLE_ID,
  invitation_id: SAMPLE_ID,
  change_id: 1,
  request_id: SAMPLE_ID,
  group_id: SAMPLE_ID,
  notification_id: SAMPLE_ID,
  webhook_id: SAMPLE_ID,
  delivery_id: SAMPLE_ID,
  key: "kyc",
  name: "laptop",
  wallet_id: SAMPLE_ID,
  transfer_id: SAMPLE_ID,
  number: "1",
  payout_id: SAMPLE_ID,
  schedule_id: SAMPLE_ID,
  correction_id: SAMPLE_ID,
  invoice_id: SAMPLE_ID,
  address,
  state: "locked",
  kind: "freeze",
};

/** What a procedure needs beyond its path. One that needs nothing has no entry. */
const bodies: Readonly<Record<string, object>> = {
  "logins.challenge": { tron_address: address },
  "logins.login": { challenge_id: SAMPLE_ID, tron_address: address, signature: "00" },
  "logins.stepUp": { method: "wallet", challenge_id: SAMPLE_ID, signature: "00" },
  "logins.passkeyLogin": {
    challenge_id: SAMPLE_ID,
    credential: { id: "AA", response: { clientDataJSON: "AA", authenticatorData: "AA", signature: "AA" } },
  },
  "logins.addPasskey": {
    challenge_id: SAMPLE_ID,
    name: "phone",
    credential: { id: "AA", response: { clientDataJSON: "AA", attestationObject: "AA" } },
  },
  "logins.confirmSecondFactor": { code: "123456" },
  "logins.newBackupCodes": { code: "123456" },
  "logins.disableSecondFactor": { code: "123456" },
  "logins.verifySecondFactor": { challenge_id: SAMPLE_ID, code: "123456" },
  "logins.renamePasskey": { name: "phone" },
  "logins.refresh": { refresh_token: "r" },
  "logins.logout": {},
  "logins.verify": { token: "t" },
  "email.set": { address: "ada@example.org" },
  "email.confirm": { token: "A".repeat(43) },
  "logins.emailLink": { address: "ada@example.org" },
  "logins.emailLogin": { token: "A".repeat(43) },
  "network.create": { name: "home" },
  "network.decide": { approve: true },
  "network.join": { invitation: "lucid-network:AAAA" },
  "invitations.create": { role: "USER", label: "a colleague" },
  "node.lookBeforeSetup": { setup_code: "A".repeat(20) },
  "invitations.look": { secret: "A".repeat(43) },
  "apiKeys.create": { name: "nightly export", scopes: ["view_own_sessions"] },
  "account.delete": { tron_address: address },
  "directory.create": { tron_address: address },
  "directory.change": { kyc_status: "verified" },
  "directory.kycVerdict": {
    verdict: { verdict_id: SAMPLE_ID, user_id: SAMPLE_ID, status: "verified", issued_at: 0 },
    signature: hash,
  },
  "directory.suspend": { reason: "away" },
  "directory.bulk": { action: "activate", user_ids: [SAMPLE_ID], reason: "back" },
  "groups.create": { name: "operators" },
  "people.updateProfile": { first_name: "Ada" },
  "people.updateMe": { username: "someone" },
  "people.setIdentity": { recipient, sealed: "v1.00.00.00" },
  "search.find": { q: "one" },
  "sessions.create": { name: "one", consent: { text: "yes", accepted: true } },
  "sessions.start": { grant_signature: "00" },
  "sessions.pause": { reason: "lunch" },
  "sessions.consistency": { from: 1, to: 2 },
  "policies.create": { document: { name: "one", session: {} } },
  "policies.update": { based_on: 1, document: { name: "one", session: {} } },
  "policies.evaluate": { policy_id: "standard", action: "copy_out" },
  "configuration.set": { settings: { max_sessions: 3 } },
  "keys.exchange": { reason: "a drill" },
  "database.check": { database: "node.db" },
  "database.checkpoint": { database: "node.db" },
  "emergency.backup": { reason: "a drill" },
  "oversight.end": { session_ids: [SAMPLE_ID], reason: "a drill for all" },
  "oversight.pause": { reason: "a drill for all" },
  "oversight.lockInput": { reason: "a drill for all" },
  "emergency.lockdown": { reason: "a drill" },
  "emergency.stopSessions": { reason: "a drill" },
  "emergency.disableSessions": { reason: "a drill" },
  "emergency.enableSessions": { reason: "a drill" },
  "emergency.shutdown": { reason: "a drill" },
  "accessRequests.ask": { policy_id: "standard", action: "start_session", reason: "it is late", minutes: 5 },
  "accessRequests.decide": { decision: "approve" },
  "webhooks.create": { name: "tickets", url: "https://hooks.example/lucid", kinds: ["session.failed"] },
  "tron.createWallet": { name: "one", sealed: "AAAA" },
  "tron.watchWallet": { name: "one", tron_address: address },
  "tron.addHardwareWallet": { name: "one", tron_address: address, device: "ledger" },
  "tron.signTransfer": { signature: `${"1".repeat(128)}00` },
  "tron.renameWallet": { name: "another" },
  "tron.unlockWallet": { sealed: "AAAA" },
  "tron.rehearseWallet": { sealed: "AAAA" },
  "tron.estimateFee": { wallet_id: SAMPLE_ID, asset: "USDT", to_address: address, amount: "1" },
  "tron.sendTransfer": {
    ...{ wallet_id: SAMPLE_ID, asset: "USDT", to_address: address, amount: "1" },
    ...{ most_fee_sun: "1", idempotency_key: SAMPLE_ID },
  },
  "tron.forecastStaking": { wallet_id: SAMPLE_ID, resource: "energy", amount: "1" },
  "tron.orderStaking": {
    ...{ wallet_id: SAMPLE_ID, resource: "energy", amount: "1" },
    ...{ most_fee_sun: "1", idempotency_key: SAMPLE_ID },
  },
  "tron.retryTransfer": { most_fee_sun: "1" },
  "payouts.setWallet": { wallet_id: SAMPLE_ID },
  "claims.make": { payee: SAMPLE_ID, amount: "1" },
  "claims.look": { secret: "A".repeat(43) },
  "claims.take": { secret: "A".repeat(43), address: "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH" },
  "schedules.propose": { name: "Rent", ...SCHEDULE_TERMS },
  "schedules.change": SCHEDULE_TERMS,
  "schedules.approve": { terms: 1 },
  "schedules.withdraw": { terms: 1 },
  "payouts.correct": { payee: SAMPLE_ID, amount: "1", reason: "a drill" },
  "payouts.create": { payee: SAMPLE_ID, amount: "1", idempotency_key: SAMPLE_ID },
  "payouts.createBatch": { payouts: [{ payee: SAMPLE_ID, amount: "1", idempotency_key: SAMPLE_ID }] },
  "payouts.sign": { signature: `${"1".repeat(128)}00` },
  "payouts.explain": { amount: "1", reason: "a drill" },
  "payouts.approveExplanation": { amount: "1" },
  "invoices.find": { transaction_id: hash },
  "invoices.buy": { price: "Session", idempotency_key: SAMPLE_ID },
  "invoices.setWallet": { wallet_id: SAMPLE_ID },
  "invoices.create": { title: "a session", price: "1", idempotency_key: SAMPLE_ID },
  "invoices.assign": { transaction_id: hash },
  "invoices.refund": { transaction_id: hash, amount: "1", idempotency_key: SAMPLE_ID },
  "sales.order": { grant_signature: "ab".repeat(65), recipients: [recipient] },
  "tor.addClient": { name: "laptop", public_key: "A".repeat(52) },
  "notes.add": { text: "a note" },
  "notes.change": { text: "another" },
  "sessions.addKey": { envelope: "AAAA", recipients: [recipient] },
  "sessions.setPicture": { sealed: "AAAA" },
  "chain.produceBlock": { transactions: [] },
  "chain.submit": { transaction: {}, signature: "00" },
  "chain.verifyAnchor": { session_id: SAMPLE_ID, merkle_root: hash },
};

export interface SampleCall {
  readonly name: string;
  readonly method: string;
  /** With the prefix and, for `GET`, the query. */
  readonly url: string;
  readonly body: object | undefined;
  /** The same as one object, as the port takes it. */
  readonly input: object;
  readonly access: string;
  readonly fresh: boolean;
  readonly unenrolled: boolean;
}

/** A valid call of every procedure in the contract. */
export const SAMPLE_CALLS: readonly SampleCall[] = OPERATIONS.map(
  ({ name, method, path, access, fresh = false, unenrolled = false }) => {
    const body = bodies[name] ?? {};
    const inPath: Record<string, string | number> = {};
    const filled = path.replace(/\{(\w+)\}/g, (_, field: string) => {
      const value = params[field];
      if (value === undefined) throw new Error(`No sample for {${field}} of ${name}: add one to params`);
      inPath[field] = value;
      return String(value);
    });
    const query = method === "GET" && name in bodies ? `?${new URLSearchParams(body as Record<string, string>).toString()}` : "";
    return {
      name,
      method,
      access,
      fresh,
      unenrolled,
      url: `/api/v1${filled}${query}`,
      body: method === "GET" ? undefined : body,
      input: { ...inPath, ...body },
    };
  },
);
