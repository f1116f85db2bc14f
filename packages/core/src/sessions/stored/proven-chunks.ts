import type { ChainRead, SessionPlaces } from "@lucid/chain";

/** Where sessions stand on the chain, many for one question. */
export type ChainPlaces = Pick<ChainRead, "placesOf">;

/** How many of a session's first chunks a block of the chain commits. */
export const provenChunks = ({ chunkCount }: { readonly chunkCount: number }, places: SessionPlaces | undefined): number =>
  places?.anchor ? chunkCount : (places?.lastCheckpoint?.size ?? 0);
