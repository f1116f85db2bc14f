import { networkErrors } from "@lucid/contract";
import { v2 } from "@lucid/proof";
import type { Caller, Services } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { NetworkRun } from "./create-network-run.ts";
import { readInvitation, writeInvitation } from "./invitation.ts";
import { tokenHash } from "./membership-desk.ts";
import type { NetworkSettings } from "./network.settings.ts";
import { type Joined, loadNetworkModule } from "./network-module.ts";
import type { NetworkRepository } from "./network-repository.ts";
import type { NetworkViews } from "./network-views.ts";

export interface NetworkServiceDeps {
  readonly ground: Pick<Ground, "clock" | "keys" | "randomness">;
  readonly repository: NetworkRepository;
  readonly run: NetworkRun;
  readonly views: NetworkViews;
  /** @throws SESSION_NOT_FOUND for one that the caller may not see. */
  readonly find: (sessionId: string, caller: Caller) => unknown;
  readonly settings: NetworkSettings & { readonly block_interval: number };
}

/** Addresses in one invitation. */
const MAX_ADDRESSES = 16;
const TOKEN_BYTES = 32;

/** The network part of the contract. */
export function createNetworkService(deps: NetworkServiceDeps): Services["network"] {
  const { ground, repository, run, views, settings } = deps;
  const { clock, keys, randomness } = ground;

  /** @throws NETWORK_NONE. */
  function joined(): Joined {
    if (run.joined === undefined) throw networkErrors.NETWORK_NONE();
    return run.joined;
  }
  function requireNone(): void {
    if (repository.current() !== undefined) throw networkErrors.NETWORK_ALREADY();
  }
  /** Where an invited node finds this one: nobody else reaches a loopback address, unless there is no other. */
  function addresses(): string[] {
    if (settings.network_addresses.length > 0) return [...settings.network_addresses];
    const all = joined().peers.addresses;
    const outside = all.filter((address) => !address.startsWith("127.") && !address.startsWith("[::1]"));
    return (outside.length > 0 ? outside : [...all]).slice(0, MAX_ADDRESSES);
  }

  return {
    status: () => views.status(),
    members: () => ({ members: views.members(joined()), changes: views.changes(joined()) }),
    peers: () => ({ peers: views.peers(joined()) }),
    create: ({ name }) =>
      run.inTurn(async () => {
        requireNone();
        const { createNetworkGenesis } = await loadNetworkModule();
        const { publicKey } = keys;
        const { block_interval: blockInterval } = settings;
        const opened = v2.openNetwork(createNetworkGenesis({ name, startsAtMs: clock.now(), publicKey, blockInterval }));
        if (!opened.ok) throw new Error(opened.failure.reason);
        const root = JSON.stringify({ height: 0, hash: opened.value.hash });
        await run.enter(opened.value, { state: "member", addresses: "[]", inviter: null, token: null, root });
        return views.status();
      }),
    invite({ expires_in }) {
      const { engine, network, module } = joined();
      if (repository.current()?.state !== "member") throw networkErrors.NETWORK_NONE();
      const { current, pending } = engine.members;
      const needs_approvals = !module.weightOf(pending ?? current, [keys.publicKey]).isEnough;
      const token = Buffer.from(randomness.bytes(TOKEN_BYTES)).toString("hex");
      const expires_at = Math.floor(clock.now()) + expires_in * 1_000;
      const { height, hash } = engine.tree.final;
      repository.forgetInvitations(clock.now());
      repository.invite(tokenHash(token), network.hash, expires_at);
      const places = addresses();
      const invitation = writeInvitation({
        ...{ version: 1, genesis: network.genesis, root: { height, hash }, inviter: keys.publicKey },
        ...{ addresses: places, token, expires_at },
      });
      return {
        invitation,
        network: network.hash,
        addresses: places,
        expires_at: new Date(expires_at).toISOString(),
        needs_approvals,
      };
    },
    join: ({ invitation: text }) =>
      run.inTurn(async () => {
        requireNone();
        const { invitation, network } = readInvitation(text, clock.now());
        const { inviter, token, root, addresses: places } = invitation;
        await run.enter(network, {
          ...{ state: "joining", inviter, token, addresses: JSON.stringify(places), root: JSON.stringify(root) },
        });
        return views.status();
      }),
    remove({ public_key }) {
      const { engine } = joined();
      const members = engine.members.current.members.map((member) => member.public_key);
      if (!members.includes(keys.publicKey)) throw networkErrors.NETWORK_NONE();
      if (!members.includes(public_key) || public_key === keys.publicKey) throw networkErrors.NETWORK_MEMBER();
      run.membership.propose(joined(), { op: "remove", key: public_key });
      return views.status();
    },
    decide({ public_key, approve }) {
      const { network } = joined();
      const row = repository.change(network.hash, public_key);
      if (row === undefined) throw networkErrors.NETWORK_CHANGE();
      if (row.proposed_by !== keys.publicKey)
        repository.decideChange(network.hash, public_key, approve ? "approved" : "declined");
      else if (!approve) run.membership.withdraw(joined(), public_key);
      return views.status();
    },
    leave: ({ at_once }) =>
      run.inTurn(async () => {
        const row = repository.current();
        if (row === undefined) throw networkErrors.NETWORK_NONE();
        // Nobody counts on a node that is not in yet, and one whose chain does not open can ask nobody.
        if (at_once || row.state === "joining" || run.joined === undefined) await run.finish(row.hash);
        else repository.leaving(row.hash);
        return views.status();
      }),
    proof({ session_id }, caller) {
      deps.find(session_id, caller);
      const proof = repository.proofOf(session_id);
      if (proof === undefined) throw networkErrors.NETWORK_PROOF();
      return JSON.parse(proof) as Record<string, unknown>;
    },
  };
}
