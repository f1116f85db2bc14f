/** One document with one fault of form. */
interface Malformed {
  /** What is wrong, where. */
  readonly name: string;
  readonly document: unknown;
}

type Path = readonly (string | number)[];

/**
 * A document once for each of its fields, whose value then has not the form it must have; and once for each
 * of its objects with a field too many and one without its first field. Of a list only the first element is visited;
 * fields named in `whole` are not looked into.
 */
export function* malformed(document: unknown, whole: readonly string[] = [], path: Path = []): Generator<Malformed> {
  if (Array.isArray(document)) {
    const [first, ...others] = document as unknown[];
    for (const inner of malformed(first, whole, [...path, 0])) yield { name: inner.name, document: [inner.document, ...others] };
    return;
  }
  if (typeof document !== "object" || document === null) return;
  const fields = Object.entries(document);
  const place = path.length === 0 ? "the document" : path.join(".");
  yield { name: `a field too many in ${place}`, document: { ...document, note: "" } };
  yield { name: `a field too few in ${place}`, document: Object.fromEntries(fields.slice(1)) };
  for (const [field, value] of fields) {
    const at = [...path, field];
    yield { name: `${at.join(".")} of another form`, document: { ...document, [field]: ofAnotherForm(field, value) } };
    if (whole.includes(field)) continue;
    for (const inner of malformed(value, whole, at))
      yield { name: inner.name, document: { ...document, [field]: inner.document } };
  }
}

/** Texts that may be any, up to a length in UTF-16 code units. */
const LONGEST: Readonly<Record<string, number>> = { version: 64, encoder: 64, reason: 500, ticket: 100 };

function ofAnotherForm(field: string, value: unknown): unknown {
  if (typeof value === "number") return -1;
  if (typeof value === "boolean") return "true";
  if (typeof value === "string") return LONGEST[field] === undefined ? `${value}\n` : 7;
  if (value === null) return "none";
  return Array.isArray(value) ? {} : [];
}
