/** Names of the calls that a store answers, each with what it is asked and what it answers. Every answer is bounded. */
export type StoreCalls<Calls> = { readonly [Name in keyof Calls]: { readonly ask: unknown; readonly answer: unknown } };

/** A store in the thread that holds its database. */
export type Store<Calls extends StoreCalls<Calls>> = {
  readonly [Name in keyof Calls]: (ask: Calls[Name]["ask"]) => Calls[Name]["answer"];
} & Disposable;

/** A store that is asked from another thread, or as if it were. */
export interface StoreHost<Calls extends StoreCalls<Calls>> extends AsyncDisposable {
  /** @throws what the store threw, or that it is gone. */
  ask<Name extends keyof Calls & string>(name: Name, ask: Calls[Name]["ask"]): Promise<Calls[Name]["answer"]>;
}

/** A store of this thread, asked as if it were in another one. */
export const hostHere = <Calls extends StoreCalls<Calls>>(store: Store<Calls>): StoreHost<Calls> => ({
  ask: async (name, ask) => await Promise.resolve(store[name](ask)),
  [Symbol.asyncDispose]: async () => store[Symbol.dispose](),
});
