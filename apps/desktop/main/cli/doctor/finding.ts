/** One thing that was looked at. What is not `ok` says what to do. */
export type Finding =
  | { readonly name: string; readonly state: "ok"; readonly detail: string }
  | { readonly name: string; readonly state: "warning" | "failed"; readonly detail: string; readonly remedy: string };

/** Findings of one kind, in the order in which they are shown. */
export interface Findings {
  readonly about: string;
  readonly findings: readonly Finding[];
}

export const fine = (name: string, detail: string): Finding => ({ name, state: "ok", detail });
export const warning = (name: string, detail: string, remedy: string): Finding => ({ name, state: "warning", detail, remedy });
export const failed = (name: string, detail: string, remedy: string): Finding => ({ name, state: "failed", detail, remedy });
