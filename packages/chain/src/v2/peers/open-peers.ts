import type { Connection, IdentifyResult, PeerId } from "@libp2p/interface";
import type { Clock, Log } from "@lucid/foundation";
import type { Registry } from "prom-client";
import type { NetworkNode, NetworkPort } from "../engine/network-port.ts";
import { fromMultiaddr, toMultiaddr } from "./addresses.ts";
import { createConversation } from "./conversation.ts";
import { createHost, cut, type Host } from "./create-host.ts";
import { type Candidate, createDialer } from "./dialer.ts";
import { createGossip } from "./gossip.ts";
import { type PeerIdentity, peerIdOf, publicKeyOf } from "./identity.ts";
import { openPeerBook, type PeerBookFile } from "./peer-book.ts";
import { createPeersMetrics, removePeersMetrics } from "./peers.metrics.ts";
import { answerStream } from "./questions.ts";
import { createStanding, type Fault } from "./standing.ts";
import {
  gossipTopic,
  MAX_ADDRESSES,
  type MembershipAnswer,
  type MembershipRequest,
  type Question,
  questionProtocol,
  topics,
} from "./wire.ts";

export interface PeersDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Registry;
  readonly identity: PeerIdentity;
  readonly bookFile: PeerBookFile;
  /** Whether a key belongs to a member of the network, as this node knows it. */
  readonly isMember: (publicKey: string) => boolean;
  /** Told when the node fails while it takes in a message: its disk, not the message, is at fault. */
  readonly onFailure: (error: unknown) => void;
  /** Decides about requests of peers that change the membership. Left out: they get no answer. */
  readonly onRequest?: (key: string, request: MembershipRequest) => MembershipAnswer;
}

export interface PeersOptions {
  /** Hash of the genesis. */
  readonly network: string;
  readonly maxBlockBytes: number;
  /** IP:PORT. */
  readonly listen: readonly string[];
  readonly dial: readonly string[];
  /** Connections that this node opens by itself. */
  readonly outbound?: number;
  /** Places for peers that are no members. */
  readonly guests?: number;
}

export interface ConnectedPeer {
  readonly key: string;
  readonly role: "member" | "guest";
  readonly direction: "inbound" | "outbound";
  readonly address: string | undefined;
  /** 0, and below where it has done wrong lately; at -100 it is shut out. */
  readonly score: number;
}

export interface Peers extends AsyncDisposable {
  readonly port: NetworkPort;
  /** Addresses that are listened on, as IP:PORT. */
  readonly addresses: readonly string[];
  /** Begins to listen, to connect, and to hand what peers say to the node. */
  start(node: NetworkNode): Promise<void>;
  list(): readonly ConnectedPeer[];
  /** Asks a connected peer for a change of the membership; undefined where it gives no answer. */
  request(key: string, request: MembershipRequest): Promise<MembershipAnswer | undefined>;
  /** Peers to which gossip of every topic goes on at once. */
  readonly reach: number;
}

const DEFAULT_OUTBOUND = 8;
const DEFAULT_GUESTS = 16;
const TICK_MS = 1_000;
/** How useful whom was may be lost for so long; a new peer is written at the next tick. */
const SAVE_MS = 10_000;
/** Members are asked again whom they are connected with, one after the other: who came later is heard of as well. */
const LEARN_MS = 10_000;
/** Two nodes that open a connection to each other at the same moment have two. */
const MAX_CONNECTIONS_OF_A_PEER = 2;
/** By then gossip has a stream of its own, or never will. */
const GOSSIP_MS = 30_000;
/** Questions of one peer at a time. */
const MAX_QUESTIONS = 8;

/**
 * The transport of a network: what a node says goes out, and what peers say comes to the node and is judged by it (consensus 13).
 * Nothing is listened on, and nobody connected to, before `start`.
 */
export async function openPeers(deps: PeersDeps, options: PeersOptions): Promise<Peers> {
  const { clock, log, isMember, identity } = deps;
  const { network, maxBlockBytes, outbound = DEFAULT_OUTBOUND, guests = DEFAULT_GUESTS } = options;
  const metrics = createPeersMetrics(deps.metrics);
  const standing = createStanding(() => clock.elapsed());
  const stopping = new AbortController();
  const stopped = stopping.signal;
  const { book, damage } = openPeerBook(deps.bookFile);
  if (damage !== undefined) log.warn({ damage }, "The book of known peers was damaged and is begun anew");
  let node: NetworkNode | undefined;
  let timer: Disposable | undefined;
  let savedAtMs = clock.elapsed();
  let learntAtMs = clock.elapsed();
  let nextToAsk = 0;
  /** Where those that are connected say that they are reached. */
  const places = new Map<string, string[]>();

  const connectionsOf = (key: string): Connection[] => host.getConnections(peerIdOf(key));
  const isOther = (key: string): boolean => key !== identity.publicKey && isMember(key);

  function blame(key: string, fault: Fault, reason = ""): void {
    metrics.faults.inc({ fault });
    log.debug({ peer: key, fault, reason }, "A peer did wrong");
    const forMs = standing.blame(key, fault);
    if (forMs > 0) {
      metrics.bans.inc();
      log.warn({ peer: key, fault, reason, seconds: forMs / 1_000 }, "A peer is shut out for a while");
    }
    // Whoever keeps a stream open for nothing loses its connection at once; an honest node comes back.
    if (standing.isBanned(key) || fault === "stalled") cut(connectionsOf(key), fault);
  }

  function admits(peer: PeerId, direction: "inbound" | "outbound"): boolean {
    const key = publicKeyOf(peer);
    if (key === undefined || key === identity.publicKey || standing.isBanned(key)) return false;
    if (connectionsOf(key).length >= MAX_CONNECTIONS_OF_A_PEER) return false;
    if (direction === "outbound" || isMember(key)) return true;
    return list().filter((one) => one.role === "guest" && one.direction === "inbound").length < guests;
  }

  function list(): ConnectedPeer[] {
    const peers = new Map<string, ConnectedPeer>();
    for (const { remotePeer, remoteAddr, direction } of host.getConnections()) {
      const key = publicKeyOf(remotePeer);
      if (key === undefined || (peers.has(key) && direction === "inbound")) continue;
      const role = isMember(key) ? "member" : "guest";
      peers.set(key, { key, role, direction, address: fromMultiaddr(remoteAddr), score: standing.score(key) });
    }
    return [...peers.values()];
  }
  const keysOf = (): ReadonlySet<string> => new Set(list().map(({ key }) => key));

  const conversation = createConversation(
    {
      ...{ clock, standing, book, metrics, blame, connectionsOf, stopped },
      ...{ node: () => node, connected: keysOf, isMember: isOther, onFailure: deps.onFailure },
      onRequest: deps.onRequest,
      publish: async (topic, bytes) => {
        if (host.status === "started") await host.services.gossip.publish(gossipTopic(network, topic), bytes);
      },
    },
    { network, maxBlockBytes },
  );

  const host: Host = await createHost({
    ...{ identity, admits, listen: options.listen },
    gossip: createGossip({
      ...{ network, blame, judge: conversation.judge, score: standing.score },
      spendBytes: (key, bytes) => standing.spend(key, "bytes", bytes),
    }),
  });

  const mesh = new Map(topics.map((topic) => [gossipTopic(network, topic), new Set<string>()]));
  host.services.gossip.addEventListener("gossipsub:graft", ({ detail }) => void mesh.get(detail.topic)?.add(detail.peerId));
  host.services.gossip.addEventListener("gossipsub:prune", ({ detail }) => void mesh.get(detail.topic)?.delete(detail.peerId));

  async function dial({ key, address }: Candidate): Promise<string | undefined> {
    const plain = toMultiaddr(address);
    try {
      const target = key === undefined ? plain : plain.encapsulate(`/p2p/${peerIdOf(key).toString()}`);
      const { remotePeer } = await host.dial(target, { signal: stopped });
      return publicKeyOf(remotePeer);
    } catch (error) {
      log.debug({ address, reason: error instanceof Error ? error.message : "unknown" }, "A peer was not reached");
      return undefined;
    }
  }

  const dialer = createDialer(
    {
      ...{ clock, book, dial, isMember: isOther, isBanned: standing.isBanned },
      connected: () => ({ keys: keysOf(), opened: list().filter(({ direction }) => direction === "outbound").length }),
    },
    { configured: options.dial, outbound },
  );

  const deafSince = new Map<string, number>();

  /** A stream of gossip ends when its peer does not read for long, and only a new connection brings a new one. */
  function cutDeaf(): void {
    const here = keysOf();
    for (const key of deafSince.keys()) if (!here.has(key)) deafSince.delete(key);
    for (const key of here) {
      const connections = connectionsOf(key);
      const streams = connections.flatMap((connection) => connection.streams);
      const hears = streams.some((stream) => stream.direction === "outbound" && stream.protocol.startsWith("/meshsub/"));
      const since = hears ? undefined : (deafSince.get(key) ?? clock.elapsed());
      if (since === undefined) deafSince.delete(key);
      else deafSince.set(key, since);
      if (since !== undefined && clock.elapsed() - since > GOSSIP_MS) cut(connections, "gossip does not reach it");
    }
  }

  /** A guest may have become a member meanwhile, and others may have come to those that this node knows. */
  function learn(): void {
    for (const [key, addresses] of places) if (isOther(key)) book.learn({ key, addresses }, true);
    if (clock.elapsed() - learntAtMs < LEARN_MS) return;
    learntAtMs = clock.elapsed();
    const members = [...keysOf()].filter(isOther);
    const asked = members[(nextToAsk += 1) % Math.max(1, members.length)];
    if (asked !== undefined) conversation.learnPeers(asked).catch(deps.onFailure);
  }

  function tick(): void {
    if (stopped.aborted) return;
    cutDeaf();
    learn();
    metrics.connected.reset();
    for (const { role, direction } of list()) metrics.connected.inc({ role, direction });
    if (book.hasNews || clock.elapsed() - savedAtMs >= SAVE_MS) {
      savedAtMs = clock.elapsed();
      book.save();
    }
    dialer.tick().catch(deps.onFailure);
    timer = clock.after(TICK_MS, tick);
  }

  /** Which protocols a peer speaks is known now, and where it can be reached. */
  function onIdentify({ detail }: { readonly detail: IdentifyResult }): void {
    const key = publicKeyOf(detail.peerId);
    if (key === undefined) return;
    const addresses = detail.listenAddrs.flatMap((address) => fromMultiaddr(address) ?? []);
    places.set(key, addresses.slice(0, MAX_ADDRESSES));
    if (isOther(key)) book.learn({ key, addresses }, true);
    conversation.greet(key).catch(deps.onFailure);
  }

  /** Of strangers nothing is kept: whoever comes with ever new keys would fill the memory. */
  function onDisconnect({ detail }: { readonly detail: PeerId }): void {
    const key = publicKeyOf(detail);
    for (const peers of mesh.values()) peers.delete(detail.toString());
    if (key !== undefined && connectionsOf(key).length === 0) places.delete(key);
    if (key === undefined || !isMember(key)) host.peerStore.delete(detail).catch(deps.onFailure);
  }

  return {
    port: conversation.port,
    request: conversation.request,
    list,
    get addresses() {
      return host.getMultiaddrs().flatMap((address) => fromMultiaddr(address) ?? []);
    },
    get reach() {
      return Math.min(...[...mesh.values()].map(({ size }) => size));
    },
    async start(running) {
      node = running;
      host.addEventListener("peer:identify", onIdentify);
      host.addEventListener("peer:disconnect", onDisconnect);
      await host.handle(
        questionProtocol(network),
        async (stream, { remotePeer }) => {
          const key = publicKeyOf(remotePeer);
          if (key === undefined) return stream.abort(new Error("no key"));
          const answer = (question: Question) => conversation.answer(key, question);
          const patience = standing.patience(key);
          const isInTime = await answerStream(stream, {
            ...{ answer, stopped, clock, patience },
            blame: (fault) => blame(key, fault, "a question"),
          });
          if (isInTime) standing.praise(key);
        },
        { maxInboundStreams: MAX_QUESTIONS },
      );
      await host.start();
      for (const topic of topics) host.services.gossip.subscribe(gossipTopic(network, topic));
      tick();
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      timer?.[Symbol.dispose]();
      cut(host.getConnections(), "this node stops");
      await host.stop();
      removePeersMetrics(deps.metrics);
      book.save();
    },
  };
}
