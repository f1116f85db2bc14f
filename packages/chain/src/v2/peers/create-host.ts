import type { GossipSub, GossipSubComponents } from "@libp2p/gossipsub";
import { identify } from "@libp2p/identify";
import type { ComponentLogger, Connection, ConnectionGater, Logger, PeerId } from "@libp2p/interface";
import { noise } from "@libp2p/noise";
import { tcp } from "@libp2p/tcp";
import { yamux } from "@libp2p/yamux";
import { createLibp2p, type Libp2p } from "libp2p";
import { toMultiaddr } from "./addresses.ts";
import { type PeerIdentity, privateKeyOf } from "./identity.ts";

export type Host = Libp2p<{ gossip: GossipSub; identify: unknown }>;

export interface HostOptions {
  readonly identity: PeerIdentity;
  /** IP:PORT. Nothing else is listened on; none at all is right for a node that only connects. */
  readonly listen: readonly string[];
  readonly gossip: (components: GossipSubComponents) => GossipSub;
  /** Asked when a peer has proven its key, before anything else is said to it. */
  readonly admits: (peer: PeerId, direction: "inbound" | "outbound") => boolean;
}

const MAX_CONNECTIONS = 256;
/** Connections that have not proven a key yet, and how long they may take for it: what is slower is closed. */
const MAX_PENDING = 32;
const UPGRADE_MS = 5_000;
/** New connections of one host in a second: members of one house, and everybody behind an onion service, share an address. */
const CONNECTIONS_PER_SECOND = 64;
const DIAL_MS = 10_000;
const PING_MS = 10_000;
const MAX_STREAMS = 64;
const STREAM_WINDOW = 1_048_576;

/** A node of libp2p that is not started yet: TCP, Noise and Yamux, the gossip of its network, and nothing that finds peers by itself. */
export function createHost({ identity, listen, gossip, admits }: HostOptions): Promise<Host> {
  const denies = (direction: "inbound" | "outbound") => (peer: PeerId) => !admits(peer, direction);
  const gater: ConnectionGater = {
    denyInboundEncryptedConnection: denies("inbound"),
    denyOutboundEncryptedConnection: denies("outbound"),
  };
  return createLibp2p({
    start: false,
    privateKey: privateKeyOf(identity),
    nodeInfo: { name: "lucid", version: "1", userAgent: "lucid" },
    logger: silent,
    addresses: { listen: listen.map((address) => toMultiaddr(address).toString()) },
    transports: [tcp({ maxConnections: MAX_CONNECTIONS })],
    connectionEncrypters: [noise()],
    streamMuxers: [
      yamux({
        maxInboundStreams: MAX_STREAMS,
        maxOutboundStreams: MAX_STREAMS,
        streamOptions: { maxStreamWindowSize: STREAM_WINDOW },
      }),
    ],
    connectionGater: gater,
    connectionManager: {
      maxConnections: MAX_CONNECTIONS,
      maxIncomingPendingConnections: MAX_PENDING,
      inboundUpgradeTimeout: UPGRADE_MS,
      inboundStreamProtocolNegotiationTimeout: UPGRADE_MS,
      outboundStreamProtocolNegotiationTimeout: DIAL_MS,
      inboundConnectionThreshold: CONNECTIONS_PER_SECOND,
      dialTimeout: DIAL_MS,
      reconnectRetries: 0,
    },
    connectionMonitor: { pingInterval: PING_MS },
    services: { identify: identify({ timeout: UPGRADE_MS }), gossip },
  });
}

/** The key behind a connection was proven when it was opened; `abort` waits for nobody. */
export function cut(connections: readonly Connection[], reason: string): void {
  for (const connection of connections) connection.abort(new Error(reason));
}

/** libp2p would otherwise be told by the environment what to print, session keys among it. */
const silentLogger = (): Logger =>
  Object.assign((): void => undefined, {
    enabled: false,
    trace: (): void => undefined,
    error: (): void => undefined,
    newScope: silentLogger,
  });
const silent: ComponentLogger = { forComponent: silentLogger };
