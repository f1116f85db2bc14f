import type { OpenDatabase, Tables } from "@lucid/foundation";

const topic = "network";

export const networkTables: Tables = {
  name: "network",
  migrations: [
    {
      id: "0001-networks",
      sql: `
        CREATE TABLE networks (
          hash TEXT PRIMARY KEY,
          genesis TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('joining', 'member', 'leaving', 'left')),
          since INTEGER NOT NULL,
          addresses TEXT NOT NULL,
          inviter TEXT,
          token TEXT,
          root TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX networks_one ON networks ((1)) WHERE state <> 'left';
        CREATE TABLE network_invitations (
          token_hash TEXT PRIMARY KEY,
          network TEXT NOT NULL REFERENCES networks (hash),
          expires_at INTEGER NOT NULL,
          used_by TEXT
        ) STRICT;
        CREATE TABLE network_anchors (
          network TEXT NOT NULL REFERENCES networks (hash),
          session_id TEXT NOT NULL,
          transaction_id TEXT NOT NULL,
          item INTEGER NOT NULL,
          proof TEXT,
          PRIMARY KEY (network, session_id)
        ) STRICT;
        CREATE INDEX network_anchors_by_session ON network_anchors (session_id);`,
    },
    {
      id: "0002-changes",
      sql: `
        CREATE TABLE network_changes (
          network TEXT NOT NULL REFERENCES networks (hash),
          public_key TEXT NOT NULL,
          kind TEXT NOT NULL CHECK (kind IN ('admit', 'remove')),
          proof TEXT,
          proposed_by TEXT NOT NULL,
          decision TEXT NOT NULL CHECK (decision IN ('open', 'approved', 'declined')),
          expires_at INTEGER NOT NULL,
          PRIMARY KEY (network, public_key)
        ) STRICT;`,
    },
    { id: "0003-links", sql: "ALTER TABLE networks ADD COLUMN link TEXT;" },
  ],
  watched: [
    { table: "networks", topic, id: "hash" },
    { table: "network_invitations", topic, id: "network" },
    { table: "network_anchors", topic, id: "network" },
    { table: "network_changes", topic, id: "network" },
  ],
};

/** The network that this node is in or on its way into. Times are Unix milliseconds. */
export interface NetworkRow {
  readonly hash: string;
  /** The genesis document, as JSON. */
  readonly genesis: string;
  readonly state: "joining" | "member" | "leaving";
  readonly since: number;
  /** JSON list of IP:PORT where the invitation says that the network is reached. */
  readonly addresses: string;
  /** Key of the node that invited this one; null for who founded the network. */
  readonly inviter: string | null;
  /** What admits this node; gone as soon as it is admitted. */
  readonly token: string | null;
  /** A final block of the network as the invitation names it: JSON of `{height, hash}`. */
  readonly root: string;
}

export interface AnchorRow {
  readonly session_id: string;
  readonly transaction_id: string;
  readonly item: number;
}

export interface InvitationRow {
  readonly expires_at: number;
  readonly used_by: string | null;
}

/** A change of the membership that members are asked to approve; one for a key at a time. */
export interface ChangeRow {
  readonly network: string;
  readonly public_key: string;
  readonly kind: "admit" | "remove";
  /** The newcomer's own consent. */
  readonly proof: string | null;
  /** Who collects the approvals. */
  readonly proposed_by: string;
  /** What this node says of it. */
  readonly decision: "open" | "approved" | "declined";
  readonly expires_at: number;
}

/** Rows of `networks`, `network_invitations`, `network_anchors` and `network_changes`. */
export function createNetworkRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const current = read.prepare<[], NetworkRow>("SELECT * FROM networks WHERE state <> 'left'");
  const enter = write.prepare<[NetworkRow]>(`
    INSERT INTO networks (hash, genesis, state, since, addresses, inviter, token, root)
    VALUES (:hash, :genesis, :state, :since, :addresses, :inviter, :token, :root)
    ON CONFLICT (hash) DO UPDATE SET
      state = excluded.state, since = excluded.since, addresses = excluded.addresses,
      inviter = excluded.inviter, token = excluded.token, root = excluded.root`);
  const admitted = write.prepare<[string]>("UPDATE networks SET state = 'member', token = NULL WHERE hash = ?");
  const leaving = write.prepare<[string]>("UPDATE networks SET state = 'leaving', token = NULL WHERE hash = ?");
  const linked = write.prepare<[string, string]>("UPDATE networks SET link = ? WHERE hash = ?");
  const leftLinks = read.prepare<[string], { genesis: string; link: string }>(
    "SELECT genesis, link FROM networks WHERE state = 'left' AND link IS NOT NULL AND hash <> ? ORDER BY since",
  );
  const left = write.prepare<[string]>("UPDATE networks SET state = 'left', token = NULL WHERE hash = ?");
  const invite = write.prepare<[string, string, number]>(
    "INSERT INTO network_invitations (token_hash, network, expires_at) VALUES (?, ?, ?)",
  );
  const invitation = read.prepare<[string, string], InvitationRow>(
    "SELECT expires_at, used_by FROM network_invitations WHERE token_hash = ? AND network = ?",
  );
  const useInvitation = write.prepare<[string, string]>("UPDATE network_invitations SET used_by = ? WHERE token_hash = ?");
  // One that was shown in time is good until what it asked for is made, or is over.
  const forgetInvitations = write.prepare<[number]>("DELETE FROM network_invitations WHERE expires_at < ? AND used_by IS NULL");
  const forgetOf = write.prepare<[string]>("DELETE FROM network_invitations WHERE used_by = ?");
  const anchor = write.prepare<[AnchorRow & { network: string }]>(`
    INSERT OR REPLACE INTO network_anchors (network, session_id, transaction_id, item)
    VALUES (:network, :session_id, :transaction_id, :item)`);
  const open = read.prepare<[string], AnchorRow>(
    "SELECT session_id, transaction_id, item FROM network_anchors WHERE network = ? AND proof IS NULL",
  );
  const has = read.prepare<[string, string], { one: 1 }>(
    "SELECT 1 AS one FROM network_anchors WHERE network = ? AND session_id = ?",
  );
  const remove = write.prepare<[string, string]>("DELETE FROM network_anchors WHERE network = ? AND session_id = ?");
  const prove = write.prepare<[string, string, string]>(
    "UPDATE network_anchors SET proof = ? WHERE network = ? AND session_id = ?",
  );
  const counted = read.prepare<[string], { proven: number }>(
    "SELECT count(*) AS proven FROM network_anchors WHERE network = ? AND proof IS NOT NULL",
  );
  const proofOf = read.prepare<[string], { proof: string }>(
    "SELECT proof FROM network_anchors WHERE session_id = ? AND proof IS NOT NULL ORDER BY rowid DESC LIMIT 1",
  );
  const provenIn = read
    .prepare<[string], string>("SELECT session_id FROM network_anchors WHERE network = ? AND proof IS NOT NULL ORDER BY rowid")
    .pluck();
  const provenHeight = read
    .prepare<[string, string], number>(`
      SELECT coalesce(json_extract(proof, '$.evidence.header.height'), json_extract(proof, '$.evidence.final.header.height'))
      FROM network_anchors WHERE network = ? AND session_id = ? AND proof IS NOT NULL`)
    .pluck();
  const newestNetwork = read
    .prepare<[string], string>(
      "SELECT network FROM network_anchors WHERE session_id = ? AND proof IS NOT NULL ORDER BY rowid DESC LIMIT 1",
    )
    .pluck();
  const changes = read.prepare<[string], ChangeRow>(
    "SELECT * FROM network_changes WHERE network = ? ORDER BY expires_at, public_key",
  );
  const change = read.prepare<[string, string], ChangeRow>("SELECT * FROM network_changes WHERE network = ? AND public_key = ?");
  const ask = write.prepare<[ChangeRow]>(`
    INSERT OR REPLACE INTO network_changes (network, public_key, kind, proof, proposed_by, decision, expires_at)
    VALUES (:network, :public_key, :kind, :proof, :proposed_by, :decision, :expires_at)`);
  const decideChange = write.prepare<[string, string, string]>(
    "UPDATE network_changes SET decision = ? WHERE network = ? AND public_key = ?",
  );
  const endChange = write.prepare<[string, string]>("DELETE FROM network_changes WHERE network = ? AND public_key = ?");
  const endChanges = write.prepare<[string]>("DELETE FROM network_changes WHERE network = ?");
  const leave = write.transaction((hash: string) => {
    endChanges.run(hash);
    left.run(hash);
  });
  const anchorAll = write.transaction((network: string, rows: readonly AnchorRow[]) => {
    for (const row of rows) anchor.run({ network, ...row });
  });

  return {
    current: (): NetworkRow | undefined => current.get(),
    enter: (row: NetworkRow): void => void enter.run(row),
    admitted: (hash: string): void => void admitted.run(hash),
    leaving: (hash: string): void => void leaving.run(hash),
    left: (hash: string): void => leave(hash),
    /** Keeps what other networks are told of this one, as JSON. */
    keepLink: (hash: string, link: string): void => void linked.run(link, hash),
    /** The same of all networks that were left but one. */
    leftLinks: (but: string): readonly { genesis: string; link: string }[] => leftLinks.all(but),
    /** Keeps what recognizes an invitation's token, and never the token. */
    invite: (tokenHash: string, network: string, expiresAt: number): void => void invite.run(tokenHash, network, expiresAt),
    invitation: (tokenHash: string, network: string): InvitationRow | undefined => invitation.get(tokenHash, network),
    useInvitation: (tokenHash: string, key: string): void => void useInvitation.run(key, tokenHash),
    forgetInvitations: (before: number): void => void forgetInvitations.run(before),
    /** Those that this key used. */
    forgetInvitationsOf: (key: string): void => void forgetOf.run(key),
    /** Those that wait, the one that is over first before the others. */
    changes: (network: string): readonly ChangeRow[] => changes.all(network),
    change: (network: string, key: string): ChangeRow | undefined => change.get(network, key),
    /** Takes the place of what waited for this key. */
    askFor: (row: ChangeRow): void => void ask.run(row),
    decideChange: (network: string, key: string, decision: ChangeRow["decision"]): void =>
      void decideChange.run(decision, network, key),
    endChange: (network: string, key: string): void => void endChange.run(network, key),
    /** Notes the transaction that anchors these sessions. */
    anchored: (network: string, rows: readonly AnchorRow[]): void => anchorAll(network, rows),
    /** Sessions whose anchor is not final yet. */
    openAnchors: (network: string): readonly AnchorRow[] => open.all(network),
    isAnchored: (network: string, sessionId: string): boolean => has.get(network, sessionId) !== undefined,
    /** The transaction is lost: the session is to be anchored anew. */
    forgetAnchor: (network: string, sessionId: string): void => void remove.run(network, sessionId),
    prove: (network: string, sessionId: string, proof: string): void => void prove.run(proof, network, sessionId),
    countProven: (network: string): number => counted.get(network)?.proven ?? 0,
    /** The newest proof of a session, of whichever network this node was in. */
    proofOf: (sessionId: string): string | undefined => proofOf.get(sessionId)?.proof,
    /** The network that it is of. */
    newestNetwork: (sessionId: string): string | undefined => newestNetwork.get(sessionId),
    /** Sessions with a proof of a network, and the height of the block that holds one. */
    provenIn: (network: string): readonly string[] => provenIn.all(network),
    provenHeight: (network: string, sessionId: string): number | undefined => provenHeight.get(network, sessionId),
  };
}
export type NetworkRepository = ReturnType<typeof createNetworkRepository>;
