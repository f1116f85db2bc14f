/** One value of DER that can be changed: what it holds as bytes, or as values of their own. */
export interface DerNode {
  tag: number;
  content: Uint8Array;
  parts?: DerNode[];
}

const CONSTRUCTED = 0x20;
const OCTETS = 0x04;

/** What a change does to a value: it may answer others in its place, or none. */
export type DerEdit = (node: DerNode) => readonly DerNode[];

/** The same value of DER with a change at a place: which of the values within it, and so on. Lengths follow. */
export function editDer(bytes: Uint8Array, path: readonly number[], edit: DerEdit): Uint8Array {
  const root = parse(bytes)[0];
  if (root === undefined) throw new TypeError("no DER");
  const [last, ...before] = path.toReversed();
  if (last === undefined) return Uint8Array.of(...edit(root).flatMap((node) => [...encode(node)]));
  const around = before.toReversed().reduce((node, at) => partsOf(node)[at] as DerNode, root);
  const parts = partsOf(around);
  parts.splice(last, 1, ...edit(parts[last] as DerNode));
  return encode(root);
}

/** Places of all values within one, from the outermost on. */
export function placesIn(bytes: Uint8Array, into: (path: readonly number[]) => boolean): (readonly number[])[] {
  const visit = (node: DerNode, path: readonly number[]): (readonly number[])[] => [
    path,
    ...(into(path) ? partsOf(node).flatMap((part, at) => visit(part, [...path, at])) : []),
  ];
  return parse(bytes).flatMap((node) => visit(node, []));
}

function partsOf(node: DerNode): DerNode[] {
  node.parts ??= (node.tag & CONSTRUCTED) !== 0 || node.tag === OCTETS ? parse(node.content) : [];
  return node.parts;
}

function parse(bytes: Uint8Array): DerNode[] {
  const found: DerNode[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [tag = 0, first = 0] = bytes.subarray(at);
    const count = first < 128 ? 0 : first - 128;
    const length = count === 0 ? first : bytes.subarray(at + 2, at + 2 + count).reduce((sum, digit) => sum * 256 + digit, 0);
    const start = at + 2 + count;
    found.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}

function encode({ tag, content, parts }: DerNode): Uint8Array {
  const bytes = parts === undefined ? [...content] : parts.flatMap((part) => [...encode(part)]);
  return Uint8Array.of(tag, ...lengthOf(bytes.length), ...bytes);
}

function lengthOf(length: number): number[] {
  if (length < 128) return [length];
  const hex = length.toString(16);
  const digits = [...Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex")];
  return [128 + digits.length, ...digits];
}
