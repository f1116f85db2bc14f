import type { NodeEvent } from "@lucid/contract";
import type { Api } from "./api.ts";
import type { KeptCache } from "./kept-cache.ts";

export type EventType = NodeEvent["type"];
export type EventOf<Type extends EventType> = Extract<NodeEvent, { readonly type: Type }>;

/** What an event of the node changes: answers that are kept, found by the procedure they came from. */
export interface KeptAnswers {
  readonly cache: KeptCache;
  readonly queries: Api["queries"];
}

/** One function for each type of event. A feature has those of its area; a window needs one for every type there is. */
export type EventReducers<Types extends EventType = EventType> = {
  readonly [Type in Types]: (event: EventOf<Type>, kept: KeptAnswers) => void;
};

/** Brings what is kept up to date with one event. Of a type that came with a newer node this page shows nothing. */
export function applyEvent(reducers: EventReducers, event: NodeEvent, kept: KeptAnswers): void {
  if (Object.hasOwn(reducers, event.type)) reduce(reducers, event.type, event, kept);
}

const reduce = <Type extends EventType>(
  reducers: EventReducers,
  type: Type,
  event: { [One in EventType]: EventOf<One> }[Type],
  kept: KeptAnswers,
): void => reducers[type](event, kept);
