import { bytesToHex } from "@noble/hashes/utils.js";
import { type DerEdit, type DerNode, editDer, placesIn } from "../time/edit-der.ts";
import { authority, given, OWN_HEIGHT, recording } from "./time-proof-example.ts";
import { invalid, type Vector } from "./vector.ts";

const token = authority.stamp(recording.block_hash, { certificates: [authority.signer], accuracy: { seconds: 1 } });
const NULL = { tag: 5, content: new Uint8Array() };
const CONSTRUCTED = 0x20;

/** Values that nobody looks into, by their places: the list of digests, names, and the bytes of extensions. */
const CLOSED = ["1.0.1", "1.0.3.0.0.2", "1.0.3.0.0.3", "1.0.3.0.0.5", "1.0.4.0.1.0"];

/**
 * Changes at these places leave a token of the same form: what may be left out, what may be anything, and what stands for one of several.
 * What the verdict is then is the matter of other vectors.
 */
const STILL_A_FORM = {
  "another kind of value at": [
    "1.0.2.1.0.0.2.1.0",
    "1.0.3.0.0.0.0",
    "1.0.3.0.0.6.0.1",
    "1.0.3.0.0.7",
    "1.0.3.0.0.7.0.0",
    "1.0.3.0.0.7.0.0.2.0.0",
    "1.0.4.0.3.0",
    "1.0.4.0.3.1",
    "1.0.4.0.3.1.1.0.0",
    "1.0.4.0.3.2",
    "1.0.4.0.3.2.1.0.0.0.0.0",
    "1.0.4.0.5.0",
    "1.0.4.0.5.0.0",
    "1.0.4.0.5.0.1",
  ],
  "a value too many behind": [
    "1.0.2.1.0.0.2.0.0",
    "1.0.2.1.0.0.2.1.0",
    "1.0.3.0",
    "1.0.3.0.0.0.0",
    "1.0.3.0.0.7.0.0.2.0.0",
    "1.0.3.0.1.0",
    "1.0.4.0.2.0",
    "1.0.4.0.3.1.1.0.0",
    "1.0.4.0.3.2.1.0.0",
    "1.0.4.0.3.2.1.0.0.0",
    "1.0.4.0.3.2.1.0.0.0.0",
    "1.0.4.0.3.2.1.0.0.0.0.0",
    "1.0.4.0.4.0",
    "1.0.4.0.5.0",
    "1.0.4.0.5.0.0",
    "1.0.4.0.5.0.1",
  ],
  "none at": [
    "",
    "1.0.2.1.0.0.2.1.0",
    "1.0.2.1.0.0.5",
    "1.0.2.1.0.0.5.0",
    "1.0.3.0.0.0",
    "1.0.3.0.0.0.0",
    "1.0.3.0.0.6.0.0",
    "1.0.3.0.0.6.0.1",
    "1.0.3.0.0.7",
    "1.0.3.0.0.7.0.0",
    "1.0.3.0.0.7.0.0.1",
    "1.0.3.0.0.7.0.0.2.0.0",
    "1.0.4.0.3.0",
    "1.0.4.0.3.1.1.0.0",
    "1.0.4.0.3.2",
    "1.0.4.0.3.2.1.0.0.0.0.0",
    "1.0.4.0.5.0",
    "1.0.4.0.5.0.0",
    "1.0.4.0.5.0.1",
  ],
};

const EDITS: readonly (readonly [name: keyof typeof STILL_A_FORM, edit: DerEdit])[] = [
  ["another kind of value at", (node) => [{ ...node, tag: node.tag ^ CONSTRUCTED ^ 1 }]],
  ["a value too many behind", (node) => [node, NULL]],
  ["none at", () => []],
];

const raw = (token: Uint8Array): Vector["input"] =>
  given({ headers: [], stamps: [{ height: OWN_HEIGHT, token: bytesToHex(token) }] });

/** The algorithm of the imprint, which may have parameters of any kind. */
const PARAMETERS = [1, 0, 2, 1, 0, 0, 2, 0];
const withBehind = ({ tag, content }: DerNode, bytes: readonly number[]): DerNode => ({
  ...{ tag, content: Uint8Array.of(...content, ...bytes) },
});

/** Bytes of a value, where any value may stand, and whether they are one of DER. */
const ENCODINGS: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ["a tag of two bytes", [0x1f, 0x01, 0x00]],
  ["a length that is not known yet", [0x04, 0x80, ...new Uint8Array(128)]],
  ["a length of one byte in two", [0x04, 0x81, 0x01, 0x00]],
  ["a length of two bytes in three", [0x04, 0x82, 0x00, 0x80, ...new Uint8Array(128)]],
  ["a length behind the end", [0x04, 0x02, 0x00]],
  ["a tag alone", [0x05]],
];

/** The same token with a change of its form at each place where it has one; each is refused before any signature is looked at. */
export function tokenFormVectors(): Vector[] {
  const places = placesIn(token, (path) => !CLOSED.includes(path.join(".")));
  const encoded = ENCODINGS.map(([name, bytes]) =>
    invalid(`a token: ${name}`, raw(editDer(token, PARAMETERS, (node) => [withBehind(node, bytes)])), "time-token"),
  );
  const changed = EDITS.flatMap(([name, edit]) =>
    places
      .filter((path) => !STILL_A_FORM[name].includes(path.join(".")))
      .map((path) => {
        const place = path.join(".") || "the outermost";
        return invalid(`a token: ${name} ${place}`, raw(editDer(token, path, edit)), "time-token");
      }),
  );
  return [...changed, ...encoded];
}
