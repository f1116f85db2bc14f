import type { Announcer } from "../create-announcer.ts";

/** What of an area is told. A change is told as soon as it is committed; what was missed, or comes with time, by a look. */
export interface Source {
  /** Topic of the changes that it hears, and what to do about one. */
  readonly heard?: { readonly topic: string; of(id: string): void };
  /** Tells what holds and was not told. To be asked at a start and every hour. @param since when it was looked last, Unix ms */
  look?(since: number): void;
}

export type Announce = Announcer["announce"];
