import { merkle, publicKeyOf, witness } from "@lucid/proof";
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { malformed } from "./malformed.ts";
import { base64, invalid, type Vector, type VectorFile, valid, vectorFile } from "./vector.ts";

const seed = (name: string): Uint8Array => sha256(utf8ToBytes(`witness vectors: ${name}`));
const keyOf = (name: string, kind: 1 | 4 = 4, by = name): witness.NoteKey => ({ name, kind, publicKey: publicKeyOf(seed(by)) });
const signedBy = (by: string, message: Uint8Array): Uint8Array => ed25519.sign(message, seed(by));

const SIZE = 11;
const HEIGHT = 7;
const AT = 1_790_000_000;
const MEMBER = publicKeyOf(seed("member"));
const NETWORK = bytesToHex(seed("network"));
const ORIGIN = witness.networkOrigin(NETWORK, MEMBER);
const hashes = Array.from({ length: SIZE }, (_, at) => bytesToHex(seed(`block ${at + 1}`)));
const tree = merkle.createTree();
for (const hash of hashes) tree.append(hexToBytes(hash));
const block = { network: NETWORK, height: HEIGHT, hash: hashes[HEIGHT - 1] };

const log: witness.NoteKey = { name: ORIGIN, kind: 1, publicKey: MEMBER };
const [first, second, unknown] = [keyOf("witness.example/one"), keyOf("witness.example/two"), keyOf("elsewhere.example")];
const known = [witness.writeVerifierKey(first), witness.writeVerifierKey(second)];
const head = witness.checkpointText({ origin: ORIGIN, size: SIZE, root: tree.root() });

const offered = (text: string, by = "member", key = log): witness.NoteSignature => ({
  ...{ name: key.name, keyId: witness.keyIdOf(key), signature: signedBy(by, utf8ToBytes(text)) },
});
const cosigned = (key: witness.NoteKey, at: number | bigint = AT, text = head, by = key.name): witness.NoteSignature =>
  witness.timedSignature(key, Number(at), signedBy(by, utf8ToBytes(`cosignature/v1\ntime ${at}\n${text}`)));
const note = (signatures: readonly witness.NoteSignature[], text = head): string => witness.writeNote({ text, signatures });

const proofOf = (checkpoint: string, change: Partial<witness.WitnessProof> = {}): witness.WitnessProof => ({
  ...{ format: "lucid-witness-proof", version: 1, network: NETWORK, member: MEMBER, checkpoint },
  ...{ path: tree.inclusionPath(HEIGHT - 1, SIZE), ...change },
});
const whole = note([offered(head), cosigned(first), cosigned(second, AT + 5), cosigned(unknown)]);
const document = proofOf(whole);
const beside = (given: unknown, change: object = {}): Vector["input"] => ({
  ...{ kind: "proof", document: given, block, witnesses: known, ...change },
});
const saw = (...seen: readonly (readonly [witness.NoteKey, number])[]): object[] => seen.map(([{ name }, at]) => [name, at]);
const shown = (signatures: readonly witness.NoteSignature[], text = head): Vector["input"] =>
  beside(proofOf(note([offered(text), ...signatures], text)));
const raw = (key: witness.NoteKey, signature: Uint8Array): witness.NoteSignature => ({
  ...{ name: key.name, keyId: witness.keyIdOf(key), signature },
});

/** A time in the eight bytes before a signature over it. */
function timed(key: witness.NoteKey, at: bigint): witness.NoteSignature {
  const time = hexToBytes(at.toString(16).padStart(16, "0"));
  const signature = signedBy(key.name, utf8ToBytes(`cosignature/v1\ntime ${at}\n${head}`));
  return raw(key, Uint8Array.from([...time, ...signature]));
}

function proofVectors(): Vector[] {
  const otherRoot = witness.checkpointText({ origin: ORIGIN, size: SIZE, root: tree.rootAt(SIZE - 1) });
  const elsewhere = witness.checkpointText({ origin: `${ORIGIN}x`, size: SIZE, root: tree.root() });
  const more = `${head}a further line\n`;
  const underOther = { ...first, name: second.name };
  return [
    valid("two witnesses that the reader knows, and one more", beside(document), {
      ...{ size: SIZE, others: 3, seen: saw([first, AT], [second, AT + 5]) },
    }),
    valid("none that the reader knows", beside(document, { witnesses: [] }), { size: SIZE, others: 3, seen: [] }),
    valid("nobody but the member", shown([]), { size: SIZE, others: 0, seen: [] }),
    valid("a witness twice: the earlier time counts", shown([cosigned(first, AT + 9), cosigned(first)]), {
      ...{ size: SIZE, others: 2, seen: saw([first, AT]) },
    }),
    valid("further lines, which are signed with it", shown([cosigned(first, AT, more)], more), {
      others: 1,
      seen: saw([first, AT]),
    }),
    valid("the first second there is", shown([cosigned(first, 0)]), { seen: saw([first, 0]) }),
    valid("the last second that is read", shown([timed(first, 2n ** 53n - 1n)]), { seen: saw([first, 2 ** 53 - 1]) }),
    valid("a key of a witness under another's name is nobody's", shown([cosigned(underOther, AT, head, first.name)]), {
      ...{ others: 1, seen: [] },
    }),
    valid("a key of a witness that signs the text alone is nobody's", shown([offered(head, first.name, { ...first, kind: 1 })]), {
      ...{ others: 1, seen: [] },
    }),
    valid(
      "the last block of the checkpoint",
      beside(proofOf(whole, { path: tree.inclusionPath(SIZE - 1, SIZE) }), {
        block: { ...block, height: SIZE, hash: hashes[SIZE - 1] },
      }),
    ),
    valid(
      "a signature that has the key id of a witness, under another name, is nobody's",
      shown([{ ...cosigned(second), keyId: witness.keyIdOf(first) }]),
      {
        ...{ others: 1, seen: [] },
      },
    ),
    invalid("a second too many", shown([timed(first, 2n ** 53n)]), "witness-signature"),
    invalid(
      "another time than was signed",
      shown([witness.timedSignature(first, AT + 1, cosigned(first).signature.slice(8))]),
      "witness-signature",
    ),
    invalid("a cosignature by another key", shown([cosigned(first, AT, head, second.name)]), "witness-signature"),
    invalid("a cosignature that is only a time", shown([raw(first, cosigned(first).signature.slice(0, 8))]), "witness-signature"),
    invalid("a cosignature that is less than a time", shown([raw(first, Uint8Array.of(1))]), "witness-signature"),
    invalid(
      "a second cosignature that does not hold",
      shown([cosigned(first), cosigned(first, AT, otherRoot)]),
      "witness-signature",
    ),
    invalid("a cosignature without its time", shown([raw(first, signedBy(first.name, utf8ToBytes(head)))]), "witness-signature"),
    invalid("a root that is another", beside(proofOf(note([offered(otherRoot)], otherRoot))), "witness-history"),
    invalid("another block", beside(document, { block: { ...block, hash: hashes[0] } }), "witness-history"),
    invalid("a block that is none", beside(document, { block: { ...block, hash: "0" } }), "witness-history"),
    invalid("a block at another height", beside(document, { block: { ...block, height: HEIGHT + 1 } }), "witness-history"),
    invalid("a block above the checkpoint", beside(document, { block: { ...block, height: SIZE + 1 } }), "witness-history"),
    invalid("a path with a step too many", beside(proofOf(whole, { path: [...document.path, NETWORK] })), "witness-history"),
    invalid("another network", beside(document, { block: { ...block, network: MEMBER } }), "network-mismatch"),
    invalid("the origin of another", beside(proofOf(note([offered(elsewhere)], elsewhere))), "network-mismatch"),
    invalid("another member than the one of the origin", beside(proofOf(whole, { member: NETWORK })), "network-mismatch"),
    invalid("no signature of the member", beside(proofOf(note([cosigned(first)]))), "witness-checkpoint"),
    invalid("a signature of the member by another key", beside(proofOf(note([offered(head, "nobody")]))), "witness-checkpoint"),
    invalid(
      "a second signature of the member that does not hold",
      beside(proofOf(note([offered(head), offered(otherRoot)]))),
      "witness-checkpoint",
    ),
    invalid(
      "a signature by the member's key as a witness",
      beside(proofOf(note([cosigned({ ...log, kind: 4 }, AT, head, "member")]))),
      "witness-checkpoint",
    ),
    invalid("a checkpoint that is none", beside(proofOf("")), "format-invalid"),
    invalid(
      "a path that is too long",
      beside(proofOf(whole, { path: Array.from({ length: 41 }, () => NETWORK) })),
      "format-invalid",
    ),
    invalid(
      "a path that is as long as it may be",
      beside(proofOf(whole, { path: Array.from({ length: 40 }, () => NETWORK) })),
      "witness-history",
    ),
    invalid("no JSON", { kind: "proof", document_hex: "7b", block, witnesses: [] }, "json-invalid"),
    invalid("a checkpoint that is no text", beside({ ...document, checkpoint: 7 }), "format-invalid"),
    ...[...malformed(document)].map((one) => invalid(one.name, beside(one.document), "format-invalid")),
  ];
}

const text = (kind: "note" | "checkpoint" | "request", content: string): Vector["input"] => ({
  kind,
  bytes: base64(utf8ToBytes(content)),
});
const line = (signature: string): string => `${head}\n— ${ORIGIN} ${signature}\n`;
const lines = (...body: readonly string[]): string => `${[...body, "", "— k AAAAAAA="].join("\n")}\n`;
const ROOT = head.split("\n")[2] ?? "";
/** A checkpoint of so many bytes, after a lead. */
function long(kind: "checkpoint" | "request", bytes: number, lead = ""): Vector["input"] {
  const [before, after] = [utf8ToBytes(lead + head), utf8ToBytes(`\n\n${witness.writeSignature(offered(head))}`)];
  const times = bytes - utf8ToBytes(head).length - after.length;
  const pieces = [before, utf8ToBytes("x"), after].map((piece, at) => ({ bytes: base64(piece), times: at === 1 ? times : 1 }));
  return { kind, bytes: pieces };
}

function checkpointVectors(): Vector[] {
  const expected = { origin: ORIGIN, size: SIZE, root: tree.root() };
  const read = (name: string, content: string, expect: object = expected): Vector =>
    valid(name, text("checkpoint", content), { ...expect });
  const bad = (name: string, content: string): Vector => invalid(name, text("checkpoint", content), "format-invalid");
  const short = { origin: "o", size: 0, root: merkle.EMPTY_ROOT, signatures: [["k", "00000000"]] };
  const EMPTY = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  return [
    read("a checkpoint with three cosignatures", whole, {
      ...expected,
      signatures: [log, first, second, unknown].map((key) => [key.name, witness.keyIdOf(key)]),
    }),
    read("an empty log", lines("o", "0", EMPTY), short),
    read("an origin with a space and a plus", lines("an origin + more", "0", EMPTY), { ...short, origin: "an origin + more" }),
    read("the largest size", lines("o", "9007199254740991", EMPTY), { ...short, size: 2 ** 53 - 1 }),
    valid("as long as it may be", long("checkpoint", 131_072), expected),
    invalid("a byte too long", long("checkpoint", 131_073), "too-large"),
    invalid("not UTF-8", { kind: "checkpoint", utf8_hex: "ff" }, "not-utf8"),
    bad("nothing", ""),
    bad("no signature", `${head}\n`),
    bad("no empty line", head),
    bad("a last line that is cut off", whole.slice(0, -1)),
    bad("a control character", lines("o\t", "0", EMPTY)),
    bad("a null character", lines("o\0", "0", EMPTY)),
    bad("a line end of another kind", lines("o\r", "0", EMPTY)),
    bad("the last control character", lines("o\u001f", "0", EMPTY)),
    bad("no origin", lines("", "0", EMPTY)),
    bad("an empty line further on", lines("o", "0", EMPTY, "", "x")),
    bad("two lines", lines("o", "0")),
    bad("one line", lines("o")),
    bad("a size too large", lines("o", "9007199254740992", EMPTY)),
    bad("a size of seventeen digits", lines("o", "10000000000000000", EMPTY)),
    bad("a size with a zero before it", lines("o", "01", EMPTY)),
    bad("a size below zero", lines("o", "-1", EMPTY)),
    bad("no size", lines("o", "x", EMPTY)),
    bad("a size in another form", lines("o", "1e1", EMPTY)),
    bad("a root without its padding", lines("o", "0", EMPTY.slice(0, -1))),
    bad("a root with bits behind its last byte", lines("o", "0", EMPTY.replace("FU=", "FV="))),
    bad("a root in the other alphabet", lines("o", "0", EMPTY.replace("+", "-").replace("/", "_"))),
    bad("a root of 31 bytes", lines("o", "0", "AA".repeat(20).concat("AA=="))),
    bad("a root of 33 bytes", lines("o", "0", "AAAA".repeat(11))),
    bad("a signature in no base64", line("!!!!!!!!")),
    bad("a signature of four bytes", line("AAAAAA==")),
    bad("a signature without its dash", `${head}\n- ${ORIGIN} AAAAAAA=\n`),
    bad("a signature without a name", `${head}\n—  AAAAAAA=\n`),
    bad("a signature of two words", `${head}\n— AAAAAAA=\n`),
    bad("a signature of four words", line("AAAAAAA= AAAAAAA=")),
    bad("a name with a plus", `${head}\n— a+b AAAAAAA=\n`),
    ...["\u0085", "\u00a0", "\u1680", "\u2000", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"].map((space) =>
      bad(`a name with the space ${space.codePointAt(0)?.toString(16)}`, `${head}\n— a${space}b AAAAAAA=\n`),
    ),
    read("a name with a sign that is no space", `${head}\n— a\u200bb AAAAAAA=\n`),
    bad("no signature between two", `${head}\n— a AAAAAAA=\nx\n— a AAAAAAA=\n`),
  ];
}

function noteVectors(): Vector[] {
  const signature = "— k AAAAAAA=";
  const bad = (name: string, content: string): Vector => invalid(name, text("note", content), "format-invalid");
  return [
    valid("a note with an empty line in its text", text("note", `a\n\nb\n\n${signature}\n`), { text: "a\n\nb\n" }),
    bad("a note without its empty line", `x${signature}\n`),
    bad("a note of a signature alone", `${signature}\n`),
    bad("a note with something behind it", `a\n\n${signature}x`),
  ];
}

function requestVectors(): Vector[] {
  const steps = tree.consistencyPath(3, SIZE);
  const inBase64 = steps.map((step) => base64(hexToBytes(step)));
  const body = (...lead: readonly string[]): string => [...lead, "", whole].join("\n");
  const read = (name: string, content: string, expect: object): Vector =>
    valid(name, text("request", content), { size: SIZE, ...expect });
  const bad = (name: string, content: string): Vector => invalid(name, text("request", content), "format-invalid");
  return [
    read("from three leaves", body("old 3", ...inBase64), { old_size: 3, path: steps }),
    read("from none", body("old 0"), { old_size: 0, path: [] }),
    read("an old size that is larger is a matter of what it says", body("old 9007199254740991"), { old_size: 2 ** 53 - 1 }),
    read("as many steps as there may be", body("old 3", ...Array.from({ length: 63 }, () => ROOT)), { old_size: 3 }),
    bad("a step too many", body("old 3", ...Array.from({ length: 64 }, () => ROOT))),
    bad("an empty request", ""),
    bad("no old size", body(...inBase64)),
    bad("an old size of another word", body("new 3")),
    bad("an old size without a space", body("old3")),
    bad("an old size with a zero before it", body("old 03")),
    bad("an old size with a space behind it", body("old 3 ")),
    bad("an old size that is too large", body("old 9007199254740992")),
    bad("a step that is no hash", body("old 3", "AAAA")),
    bad("a step that is no base64", body("old 3", "!")),
    bad("a request without its empty line", "old 3\n"),
    bad("no checkpoint", "old 3\n\n"),
    bad("a checkpoint without signatures", `old 3\n\n${head}`),
    invalid("a checkpoint that is not UTF-8", { kind: "request", utf8_hex: "6f6c6420330a0aff" }, "not-utf8"),
    invalid("a checkpoint that is too long", long("request", 131_073, "old 3\n\n"), "too-large"),
  ];
}

function keyVectors(): Vector[] {
  const read = (name: string, key: string, expect: object): Vector => valid(name, { kind: "key", key }, { ...expect });
  const bad = (name: string, key: string): Vector => invalid(name, { kind: "key", key }, "format-invalid");
  const written = known[0] ?? "";
  const typed = (kind: number, bytes = 32): string => {
    const key = Uint8Array.from([kind, ...hexToBytes(first.publicKey), 0]).subarray(0, 1 + bytes);
    const id = bytesToHex(sha256(Uint8Array.from([...utf8ToBytes(`${first.name}\n`), ...key]))).slice(0, 8);
    return `${first.name}+${id}+${base64(key)}`;
  };
  const named = (name: string): string => witness.writeVerifierKey({ ...first, name });
  return [
    read("a key of a witness", written, { name: first.name, kind: 4, public_key: first.publicKey }),
    read("a key of a log", witness.writeVerifierKey(log), { name: ORIGIN, kind: 1, public_key: MEMBER }),
    bad("a key id of another key", written.replace(witness.keyIdOf(first), witness.keyIdOf(second))),
    bad("a key id in upper case", written.replace(witness.keyIdOf(first), witness.keyIdOf(first).toUpperCase())),
    bad("no key id", written.replace(`+${witness.keyIdOf(first)}`, "")),
    bad("no key", ""),
    bad("another kind of key", typed(2)),
    bad("a key that is too short", typed(4, 31)),
    bad("a key that is too long", typed(4, 33)),
    bad("no base64", `${first.name}+${witness.keyIdOf(first)}+!`),
    bad("a name with a space", named("a b")),
    bad("a key whose name has a plus", named("a+b")),
    bad("no name", named("")),
    bad("a name with a control character", named("a\u0001b")),
    bad("something behind the key", `${written}\n`),
  ];
}

/** Checkpoints, requests for cosignatures, keys of witnesses, and proofs of who saw the history of a network. */
export const witnessVectors = (): VectorFile =>
  vectorFile(
    "witness",
    "Of kind note, checkpoint and request, `bytes` are a signed note, one that is a checkpoint, and the body of a request. Of kind key it is a verifier key. A proof lies beside a recording that is final in the block `block` of a network; `witnesses` are the verifier keys that the reader knows, `seen` those of them that saw it, with their time in Unix seconds, and `others` counts all signatures that are not by the member.",
    [...proofVectors(), ...checkpointVectors(), ...noteVectors(), ...requestVectors(), ...keyVectors()],
  );
