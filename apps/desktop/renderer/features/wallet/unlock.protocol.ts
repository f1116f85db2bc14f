/** What an unlocked browser lets its tabs know. The recovery phrase is never in it. */
export interface SharedUnlock {
  readonly address: string;
  /** The account's encryption identity, once a tab has opened it. */
  readonly identity: string | undefined;
  /** When it locks by itself, unix ms; undefined: with the last tab. */
  readonly untilMs: number | undefined;
}

export type ToKeeper =
  | { readonly type: "hold"; readonly address: string; readonly phrase: string; readonly untilMs: number | undefined }
  | { readonly type: "identity"; readonly address: string; readonly identity: string }
  | { readonly type: "until"; readonly untilMs: number | undefined }
  | { readonly type: "sign"; readonly call: number; readonly address: string; readonly text: string }
  | { readonly type: "lock" };

export type FromKeeper =
  | { readonly type: "state"; readonly unlocked: SharedUnlock | undefined }
  | { readonly type: "signed"; readonly call: number; readonly signature: string }
  | { readonly type: "refused"; readonly call: number };
