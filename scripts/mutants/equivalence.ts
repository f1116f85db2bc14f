/** A mutant that answers like the verifier itself, whatever it is given, and why. Without `edit`: all within that declaration. */
export interface Equivalent {
  readonly file: string;
  readonly within: string;
  /** How the mutant's edit begins. */
  readonly edit?: string;
  readonly why: string;
}

export const CALLERS = "its callers have made sure of it; the type of the value asks for the line";

/** Several edits within one declaration, for one reason. */
export const all = (file: string, within: string, why: string, edits: readonly string[]): readonly Equivalent[] =>
  edits.map((edit) => ({ file, within, edit, why }));
