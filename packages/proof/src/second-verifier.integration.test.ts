import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  alteredBytes,
  buildTestSession,
  buildTestVideoSession,
  bundleBytes,
  createSeededRandom,
  type SeededRandom,
  type TamperTarget,
  tamperCases,
  type VectorFile,
  videoFileOf,
} from "@lucid/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesSource } from "./byte-source.ts";
import { judgeBundle } from "./verify/judge-bundle.ts";
import { verifyBundle } from "./verify/verify-bundle.ts";

/** Forged bundles that both verifiers judge: each kind of forgery about three times. */
const FORGERIES = 100;

/** About a thousand signatures, each by a process of its own: 20 s on a quiet machine, and minutes where many start processes. */
const VECTORS_TIMEOUT_MS = 600_000;

const formats = fileURLToPath(new URL("../../../docs/formats/", import.meta.url));
const vectorsFolder = join(formats, "vectors");

/** Output of the second verifier, whatever its exit code: 1 means that a bundle was refused. */
function runPython(...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      "python3",
      [join(formats, "second_verifier.py"), ...args],
      { maxBuffer: 64 * 1_048_576 },
      (error, stdout, stderr) => {
        if (error !== null && error.code !== 1) reject(new Error(stderr, { cause: error }));
        else resolve(stdout);
      },
    );
  });
}

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-second-verifier-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the second verifier", () => {
  it("gives the expected answer to every vector that needs no decryption", { timeout: VECTORS_TIMEOUT_MS }, async () => {
    const answers = JSON.parse(await runPython("--vectors", vectorsFolder)) as { topic: string; name: string; got: object }[];
    const got = new Map(answers.map((answer) => [`${answer.topic}: ${answer.name}`, answer.got]));
    const differing: string[] = [];
    for (const name of await readdir(vectorsFolder)) {
      const { topic, vectors } = JSON.parse(await readFile(join(vectorsFolder, name), "utf8")) as VectorFile;
      if (topic === "chunk-open" || topic === "key-envelope") continue;
      for (const vector of vectors) {
        const answer = got.get(`${topic}: ${vector.name}`);
        if (answer === undefined || !agrees(answer, vector.expect)) differing.push(`${topic}: ${vector.name}`);
      }
    }
    expect(differing).toEqual([]);
    expect(answers.length).toBeGreaterThan(1_200);
  });

  it("judges clean and forged bundles as the first one does, with the same code and the same chunk", async () => {
    const session = buildTestSession("second", {
      chunks: 4,
      chunkBytes: 200,
      pausedBefore: [2],
      anchorVersion: 2,
      version: 2,
      network: { weights: [2, 2, 1] },
    });
    const other = buildTestSession("second", { chunks: 4, chunkBytes: 200, plain: () => new Uint8Array(200) });
    const target: TamperTarget = { session, other, bundle: await bundleBytes(session.content()) };
    const random: SeededRandom = createSeededRandom("second verifier");
    const cases = [{ kind: "clean", bytes: target.bundle }, ...tamperCases(target, random, FORGERIES)];
    const files = await Promise.all(
      cases.map(async ({ bytes }, index) => {
        const file = join(folder, `${index}.lucid`);
        await writeFile(file, bytes);
        return file;
      }),
    );
    const second = (await runPython(...files)).trimEnd().split("\n").map(summary);
    const first = await Promise.all(
      cases.map(async ({ bytes }) => summary(JSON.stringify(await verifyBundle(bytesSource(bytes))))),
    );
    const named = (answers: readonly object[]) => answers.map((answer, index) => ({ kind: cases[index]?.kind, ...answer }));
    expect(named(second)).toEqual(named(first));
    expect(second.filter(({ verified }) => verified)).toHaveLength(1);
  });
});

describe("the second verifier, of videos", () => {
  it("judges clean and altered ones as the first one does, with the same code and the same chunk", async () => {
    const filmed = buildTestVideoSession("second", { chunks: 4, pausedBefore: [2] });
    const clean = await videoFileOf(filmed);
    const random = createSeededRandom("second verifier of videos");
    const altered = Array.from({ length: FORGERIES }, () => alteredBytes(clean, random));
    // What does not begin as a video is none to the first, and a broken bundle to the second.
    const videos = [clean, ...altered.filter((bytes) => Buffer.from(bytes.subarray(4, 8)).toString("latin1") === "ftyp")];
    const files = await Promise.all(
      videos.map(async (bytes, index) => {
        const file = join(folder, `${index}.mp4`);
        await writeFile(file, bytes);
        return file;
      }),
    );
    const second = (await runPython(...files)).trimEnd().split("\n").map(summary);
    const first = await Promise.all(videos.map(async (bytes) => summary(JSON.stringify(await judgeBundle(bytesSource(bytes))))));
    expect(second).toEqual(first);
    expect(second[0]).toEqual({ verified: true });
    expect(new Set(second.map(({ code }) => code)).size).toBeGreaterThan(4);
  });
});

function summary(line: string) {
  const { verified, code, chunk } = JSON.parse(line) as { verified: boolean; code?: string; chunk?: number };
  return { verified, code, chunk };
}

/** Every expected value that the second verifier reports is the same; a refusal is the same in full. */
function agrees(answer: Readonly<Record<string, unknown>> | object, expected: VectorFile["vectors"][number]["expect"]): boolean {
  const got = answer as Readonly<Record<string, unknown>>;
  if (expected.code !== undefined || "code" in got)
    return got["code"] === expected.code && got["chunk"] === (expected as Record<string, unknown>)["chunk"];
  return Object.entries(expected).every(([name, value]) => !(name in got) || JSON.stringify(got[name]) === JSON.stringify(value));
}
