import type { SealedChunk, SealRequest } from "./sealer.ts";

/** To a worker, one call at a time. The plain bytes are shared, the key's copy is transferred. */
export interface ToSealer {
  readonly type: "seal";
  readonly call: number;
  readonly request: SealRequest;
}

/** From a worker. The container is transferred. `failed` means that the request itself cannot be sealed. */
export type FromSealer =
  | { readonly type: "ready" }
  | { readonly type: "sealed"; readonly call: number; readonly chunk: SealedChunk }
  | { readonly type: "failed"; readonly call: number; readonly message: string };
