import { createHash, type Hash } from "node:crypto";

/** Something that crossed the clipboard by way of the service. */
export interface Crossing {
  readonly direction: "in" | "out";
  /** `text`, or the type of something else as programs name it (`image/bmp`). */
  readonly format: string;
  /** Of a text, as UTF-8. */
  readonly bytes: number;
  /** Null where it was held back. */
  readonly sha256: string | null;
  /** Why it was held back. */
  readonly refused: "policy" | "size" | null;
}

const STRING = 31;
const TEXTS: ReadonlySet<string> = new Set(["UTF8_STRING", "TEXT", "text/plain", "text/plain;charset=utf-8"]);

/** What the service and the display call by numbers (X Window System Protocol, appendix B). */
export interface Atoms {
  name(atom: number, name: string): void;
  nameOf(atom: number): string | undefined;
  /** What is said of content of this type: `text`, or the type's own name; undefined where nobody named it. */
  formatOf(atom: number): string | undefined;
  /** Whether content of this type comes in pieces (ICCCM 2.7.2). */
  isIncr(atom: number): boolean;
}

export function createAtoms(): Atoms {
  const names = new Map<number, string>([[STRING, "STRING"]]);
  return {
    name: (atom, name) => void names.set(atom, name),
    nameOf: (atom) => names.get(atom),
    formatOf(atom) {
      const name = names.get(atom);
      return atom === STRING || (name !== undefined && TEXTS.has(name)) ? "text" : name;
    },
    isIncr: (atom) => names.get(atom) === "INCR",
  };
}

/** Something that crosses, as far as it came. */
export interface Transfer {
  readonly format: string;
  readonly bytes: number;
  /** Whether a piece came since somebody last looked. */
  isMoving: boolean;
  add(piece: Buffer): void;
  /** The whole of it; undefined where there was nothing. */
  finish(direction: Crossing["direction"]): Crossing | undefined;
}

/** `type` is the atom by which the content's bytes are read: a STRING is Latin-1, everything else is taken as it is. */
export function beginTransfer(format: string, type: number): Transfer {
  const hash: Hash = createHash("sha256");
  let bytes = 0;
  return {
    format,
    get bytes() {
      return bytes;
    },
    isMoving: true,
    add(piece) {
      const content = type === STRING ? Buffer.from(piece.toString("latin1"), "utf8") : piece;
      hash.update(content);
      bytes += content.length;
      this.isMoving = true;
    },
    finish: (direction) => (bytes === 0 ? undefined : { direction, format, bytes, sha256: hash.digest("hex"), refused: null }),
  };
}
