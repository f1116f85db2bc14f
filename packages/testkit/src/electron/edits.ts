/** A fault that a test puts into the application: `from` stands exactly once in the file whose path ends so. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** The variable that carries edits, as JSON. */
export const EDITS_VARIABLE = "LUCID_STANDIN_EDITS";

export function readEdits() {
  const edits = JSON.parse(process.env[EDITS_VARIABLE] ?? "[]") as readonly Edit[];
  const of = (path: string): readonly Edit[] => edits.filter(({ file }) => path.endsWith(file));
  return {
    touches: (path: string): boolean => of(path).length > 0,
    /** @throws where a fault does not fit the text any more: it would prove nothing. */
    apply(path: string, text: string): string {
      return of(path).reduce((source, { file, from, to }) => {
        if (source.split(from).length !== 2) throw new Error(`The fault does not fit ${file}: ${from}`);
        return source.replace(from, () => to);
      }, text);
    },
  };
}
