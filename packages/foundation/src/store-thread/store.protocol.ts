/** To a worker that holds a store. */
export interface ToStore {
  readonly call: number;
  readonly name: string;
  readonly ask: unknown;
}

/** From it: `ready` once, then one answer to each call, in their order. */
export type FromStore =
  | { readonly type: "ready" }
  | { readonly type: "answered"; readonly call: number; readonly answer: unknown }
  | { readonly type: "failed"; readonly call: number; readonly message: string };
