import { createStore, type StoreApi } from "zustand/vanilla";
import type { Activity } from "./activity.ts";
import type { ChunkTrouble, Mark } from "./opener.protocol.ts";
import { emptyRecording, type Hole, type Recording } from "./recording.ts";
import type { TailLink } from "./tail/follow-tail.ts";

export const RATES = [0.5, 1, 2, 4, 8, 16] as const;
export type Rate = (typeof RATES)[number];

export interface BadChunk {
  readonly index: number;
  readonly trouble: ChunkTrouble;
  readonly detail: string;
}

/** What the player says while it jumps over something. */
export type Hop =
  | { readonly kind: "hole"; readonly hole: Hole }
  | { readonly kind: "bad"; readonly index: number }
  | { readonly kind: "idle"; readonly seconds: number };

export interface PlayerState {
  readonly recording: Recording;
  /** Whether the recording still grows. */
  readonly growing: boolean;
  /** Seconds on the recording's time line. */
  readonly time: number;
  readonly playing: boolean;
  /** Whether the picture of `time` is still on its way. */
  readonly waiting: boolean;
  /** Whether all is played that there is by now. A browser may stop a second before that by itself. */
  readonly atEnd: boolean;
  readonly rate: Rate;
  readonly skipsIdle: boolean;
  readonly hop: Hop | undefined;
  /** Whether it keeps as close to what happens now as it can. */
  readonly live: boolean;
  /** The connection to what is recorded now. */
  readonly link: TailLink;
  /** How old the shown picture is at most, in milliseconds; undefined while the node is not heard. */
  readonly behindMs: number | undefined;
  /** How old the newest picture is while the recorder should bring one every second; undefined while it does. */
  readonly recorderLateMs: number | undefined;
  /** Chunks that are shown as they came live: sealed or not, nobody checked them. */
  readonly unchecked: ReadonlySet<number>;
  /** Chunks whose hash was found right and that were opened. */
  readonly checked: ReadonlySet<number>;
  /** Chunks that were shown live and fetched since: whether they were sealed as they were shown. */
  readonly compared: ReadonlyMap<number, boolean>;
  readonly bad: ReadonlyMap<number, BadChunk>;
  readonly activity: Activity;
  readonly marks: readonly Mark[];
  readonly error: unknown;
}

export type PlayerStore = StoreApi<PlayerState>;

export const createPlayerStore = (): PlayerStore =>
  createStore<PlayerState>(() => ({
    recording: emptyRecording,
    growing: false,
    time: 0,
    playing: false,
    waiting: true,
    atEnd: false,
    rate: 1,
    skipsIdle: false,
    hop: undefined,
    live: false,
    link: { kind: "off" },
    behindMs: undefined,
    recorderLateMs: undefined,
    unchecked: new Set(),
    checked: new Set(),
    compared: new Map(),
    bad: new Map(),
    activity: new Map(),
    marks: [],
    error: undefined,
  }));
