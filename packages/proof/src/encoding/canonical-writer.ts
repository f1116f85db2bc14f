/** Text is handed on when it has grown to this many UTF-16 units: long enough that each piece is worth a call. */
const PIECE_UNITS = 16_384;

/**
 * Writes the RFC 8785 form of a JSON value, piece by piece: a list of a million entries never stands in memory as text.
 * Pieces end between tokens. Members that are undefined are left out. Throws TypeError for what JSON cannot carry:
 * NaN, infinities, lone surrogates, undefined elsewhere, functions.
 */
export function writeCanonical(value: unknown, put: (piece: string) => void): void {
  let text = "";
  write(value, (token) => {
    text += token;
    if (text.length < PIECE_UNITS) return;
    put(text);
    text = "";
  });
  if (text.length > 0) put(text);
}

function write(value: unknown, add: (token: string) => void): void {
  if (Array.isArray(value)) writeList(value, add);
  else if (typeof value === "object" && value !== null) writeObject(value, add);
  else add(scalar(value));
}

function writeList(list: readonly unknown[], add: (token: string) => void): void {
  add("[");
  for (let at = 0; at < list.length; at += 1) {
    if (at > 0) add(",");
    write(list[at], add);
  }
  add("]");
}

/** Without an order of their own, `toSorted` puts strings in that of their UTF-16 code units: RFC 8785 section 3.2.3. */
function writeObject(value: object, add: (token: string) => void): void {
  const members: Readonly<Record<string, unknown>> = { ...value };
  let before = "{";
  for (const name of Object.keys(members).toSorted()) {
    const member = members[name];
    if (member === undefined) continue;
    add(`${before}${quoted(name)}:`);
    write(member, add);
    before = ",";
  }
  add(before === "{" ? "{}" : "}");
}

function scalar(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (value === null || typeof value === "boolean" || Number.isFinite(value)) return JSON.stringify(value);
  throw new TypeError(`not a JSON value: ${typeof value === "number" ? value : typeof value}`);
}

function quoted(text: string): string {
  if (!text.isWellFormed()) throw new TypeError("not a JSON value: a lone surrogate");
  return JSON.stringify(text);
}
