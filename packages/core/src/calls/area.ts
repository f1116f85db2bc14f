import type { Alert, NodeEvent, NodePart, NodeStatus, PartHealth } from "@lucid/contract";
import type { BulkService } from "./bulk.ts";
import type { Caller } from "./caller.ts";
import type { SearchProvider } from "./search.ts";
import type { Services } from "./service.ts";

/** The event that a change is for one caller; undefined where it is none of the caller's business. */
export type EventView = (id: string, caller: Caller) => NodeEvent | undefined;

/** The parts of the node's status. Each belongs to one area. */
export type StatusParts = Partial<Omit<NodeStatus, "node_id" | "version" | "started_at" | "uptime" | "dependencies">>;

/** How a part is, as its area knows it. */
export interface PartReport extends Omit<PartHealth, "since"> {
  /** The node is of use without it: it is degraded then, not unhealthy. */
  readonly optional?: boolean;
}
export type PartReports = Readonly<Partial<Record<NodePart, PartReport>>>;

/** An alert that holds at this moment. */
export type FoundAlert = Omit<Alert, "since">;

/** One kind of thing that is kept about a person. A list may be long: it is read while it is sent. */
export interface OwnData {
  readonly name: string;
  readonly entries: Iterable<object> | AsyncIterable<object>;
}

/**
 * One part of the engine, from its tables to its procedures. It opens its own parts, owns its tables, and is given
 * ports and the faces of other areas one by one.
 */
export interface Area extends AsyncDisposable {
  /** Its namespaces of the contract. */
  readonly services?: Partial<Services>;
  /** Its routes that carry bytes instead of JSON. */
  readonly bulk?: Partial<BulkService>;
  /** What it keeps about one account, for that one's own export. No secrets, and nothing about others. */
  ownData?(userId: string): readonly OwnData[] | Promise<readonly OwnData[]>;
  /** How it is looked through, for `/search`. */
  readonly finder?: SearchProvider;
  /** How each topic of its changes looks on `/events`. */
  readonly events?: Readonly<Record<string, EventView>>;
  /** Its dependencies, each measured now or by its own last success. */
  health?(): Promise<PartReports> | PartReports;
  /** What of it asks for somebody, beside parts that do not do their work. */
  alerts?(): Promise<readonly FoundAlert[]>;
  /** What it knows for the node's status, as far as it is for the caller. */
  status?(caller: Caller): Promise<StatusParts> | StatusParts;
  /** Words for what this node can do, as `/meta/info` lists them. */
  readonly features?: readonly string[];
}
