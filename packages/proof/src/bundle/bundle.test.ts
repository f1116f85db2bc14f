import { archiveOf, buildTestSession, bundleBytes, createSeededRandom, putTogether, takeApart } from "@lucid/testkit";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../byte-source.ts";
import { utf8 } from "../encoding/utf8.ts";
import { chunkPartName, countOf, indexesOf, keyPartName, rangesOf } from "./layout.ts";
import { type Bundle, ManifestTooLongError, readBundle } from "./read-bundle.ts";
import { encodeTarHeader } from "./tar.ts";
import { type BundleContent, bundleSize, writeBundle } from "./write-bundle.ts";

const session = buildTestSession("bundle", { chunks: 6 });
const envelope = utf8("age-encryption.org/v1\n-> X25519 test\n");

async function read(bytes: Uint8Array): Promise<Bundle> {
  const outcome = await readBundle(bytesSource(bytes));
  if (!outcome.ok) throw new Error(`${outcome.failure.code} ${outcome.failure.part} ${outcome.failure.detail}`);
  return outcome.value;
}

const codeOf = async (bytes: Uint8Array) => {
  const outcome = await readBundle(bytesSource(bytes));
  return outcome.ok ? "ok" : outcome.failure.code;
};

function videoOf(bytes: Uint8Array): NonNullable<BundleContent["video"]> {
  return {
    size: bytes.length,
    async *open() {
      yield bytes.subarray(0, 10);
      yield bytes.subarray(10);
    },
  };
}

describe("a bundle", () => {
  it("gives back everything that was written", async () => {
    const video = createSeededRandom("video").bytes(3_000);
    const content = session.content({ keys: [envelope, envelope], video: videoOf(video) });
    const bundle = await read(await bundleBytes(content));
    expect(bundle).toMatchObject({
      descriptor: content.descriptor,
      genesis: content.genesis,
      manifest: content.manifest,
      anchor: content.anchor,
      checkpoints: content.checkpoints,
      policy: content.policy,
      consent: content.consent,
    });
    expect(await Promise.all(bundle.keys.map((key) => bundle.read(key)))).toEqual([envelope, envelope]);
    for (const [index, place] of bundle.chunks) expect(await bundle.read(place)).toEqual(session.containers[index]);
    expect(bundle.video && (await bundle.read(bundle.video))).toEqual(video);
  });

  it("lists its parts in the order of the format", async () => {
    const bundle = await read(await bundleBytes(session.content({ keys: [envelope] })));
    expect([...bundle.parts()].map(({ name }) => name)).toEqual([
      "lucid.json",
      "README.txt",
      "genesis.json",
      "manifest.json",
      "anchor.json",
      "checkpoints.json",
      "policy.json",
      "consent.txt",
      "keys/0000.age",
      ...Array.from({ length: 6 }, (_, index) => `chunks/0000000${index}.chunk`),
    ]);
  });

  it("has the size that was announced, whatever it holds", async () => {
    for (const content of [
      session.content(),
      session.content({ checkpoints: undefined, policy: undefined, consent: undefined }),
      session.content({
        keys: [envelope],
        video: videoOf(new Uint8Array(512)),
        describe: {
          chunks: [
            [1, 2],
            [4, 4],
          ],
        },
      }),
      session.content({ describe: { chunks: [] } }),
    ])
      expect(bundleSize(content)).toBe((await bundleBytes(content)).length);
  });

  it("needs none of its optional parts and no chunk", async () => {
    const bare = { checkpoints: undefined, policy: undefined, consent: undefined, describe: { chunks: [] } };
    const bundle = await read(await bundleBytes(session.content(bare)));
    expect(bundle).toMatchObject({ checkpoints: [], keys: [] });
    expect(bundle.chunks.size).toBe(0);
  });

  it("is never finished with a chunk that is not the manifest's", async () => {
    const wrong = session.content({ chunk: async (index) => session.containers[(index + 1) % 6] as Uint8Array });
    await expect(bundleBytes(wrong)).rejects.toThrow("chunks/00000000.chunk");
    const short = session.content({ video: { size: 11, open: videoOf(new Uint8Array(12)).open } });
    await expect(bundleBytes(short)).rejects.toThrow("video.mp4 has 12 bytes instead of 11");
  });

  it.each([
    ["a description of another session", { describe: { session_id: "00000000-0000-4000-8000-000000000000" } }],
    ["chunks that the manifest does not have", { describe: { chunks: [[0, 6]] } }],
    ["a time range beyond the recording", { describe: { range_ms: [0, 1] } }],
    ["a consent text beyond its limit", { consent: "x".repeat(1_048_577) }],
    ["a key envelope beyond its limit", { keys: [new Uint8Array(65_537)] }],
    ["more key envelopes than a bundle may have", { keys: Array.from({ length: 1_001 }, () => envelope) }],
    ["a video beyond what an archive can hold", { video: { size: 8_589_934_592, open: videoOf(envelope).open } }],
  ] as const)("is not even begun with %s", (_name, changes) => {
    expect(() => bundleSize(session.content(changes as Parameters<typeof session.content>[0]))).toThrow(RangeError);
  });

  it("takes chunks as streams and stops when it is told to", async () => {
    const streamed = session.content({
      async *chunk(index) {
        const bytes = session.containers[index] as Uint8Array;
        yield bytes.subarray(0, 100);
        yield bytes.subarray(100);
      },
    });
    expect(await bundleBytes(streamed)).toEqual(await bundleBytes(session.content()));
    const reading = async () => {
      for await (const piece of writeBundle(streamed, { signal: AbortSignal.abort(new Error("enough")) }))
        expect(piece.length).toBe(512);
    };
    await expect(reading()).rejects.toThrow("enough");
  });

  it("is refused where it ends too early or too late", async () => {
    const bytes = await bundleBytes(session.content());
    expect(await codeOf(bytes)).toBe("ok");
    expect(await codeOf(bytes.subarray(0, -1))).toBe("truncated");
    expect(await codeOf(bytes.subarray(0, -512))).toBe("truncated");
    expect(await codeOf(bytes.subarray(0, -1_024))).toBe("truncated");
    expect(await codeOf(new Uint8Array([...bytes, 0]))).toBe("archive-end");
    expect(await codeOf(new Uint8Array([...bytes, ...new Uint8Array(512)]))).toBe("archive-end");
    expect(await codeOf(new Uint8Array(0))).toBe("truncated");
    expect(await codeOf(new Uint8Array(1_024))).toBe("part-missing");
  });

  it("is refused where a part says another size than the manifest, without reading it", async () => {
    const index = 2;
    const longer = takeApart(await bundleBytes(session.content())).map(({ name, bytes }) =>
      name === chunkPartName(index) ? { name, bytes: new Uint8Array([...bytes, 0]) } : { name, bytes },
    );
    const outcome = await readBundle(bytesSource(putTogether(longer)));
    expect(outcome).toMatchObject({ ok: false, failure: { code: "chunk-size", chunk: index } });
  });

  it("is refused with a consent text that is not UTF-8", async () => {
    const parts = takeApart(await bundleBytes(session.content())).map(({ name, bytes }) =>
      name === "consent.txt" ? { name, bytes: Uint8Array.of(0xff) } : { name, bytes },
    );
    const outcome = await readBundle(bytesSource(putTogether(parts)));
    expect(outcome).toMatchObject({ ok: false, failure: { code: "not-utf8", part: "consent.txt" } });
  });

  it("says where it ends too early although it is closed properly", async () => {
    const parts = takeApart(await bundleBytes(session.content()));
    const outcome = await readBundle(bytesSource(archiveOf(parts.slice(0, -2))));
    expect(outcome).toMatchObject({ ok: false, failure: { code: "part-missing", chunk: 4, detail: "the archive ends" } });
  });

  it("allocates nothing for a part that claims to be huge", async () => {
    const header = encodeTarHeader({ name: "lucid.json", size: 8_000_000_000 });
    const source = { size: 8_000_001_536, read: async (offset: number) => (offset === 0 ? header : expect.fail("read on")) };
    expect(await readBundle(source)).toMatchObject({ ok: false, failure: { code: "part-too-large", part: "lucid.json" } });
  });

  it("throws for a manifest that its reader has no memory for, before it is read", async () => {
    const bytes = await bundleBytes(session.content());
    const size = takeApart(bytes).find(({ name }) => name === "manifest.json")?.bytes.length ?? 0;
    expect(await readBundle(bytesSource(bytes), { mostManifestBytes: size })).toMatchObject({ ok: true });
    const refused = readBundle(bytesSource(bytes), { mostManifestBytes: size - 1 });
    await expect(refused).rejects.toBeInstanceOf(ManifestTooLongError);
    await expect(refused).rejects.toMatchObject({ size, most: size - 1 });
  });

  it("throws when its source breaks its promise", async () => {
    const source = { size: 10_000, read: async () => new Uint8Array(3) };
    await expect(readBundle(source)).rejects.toThrow("3 bytes instead of 512");
  });
});

describe("index ranges", () => {
  it("hold the indexes they were made of", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(200)), (indexes) => {
        const sorted = indexes.toSorted((a, b) => a - b);
        expect([...indexesOf(rangesOf(sorted))]).toEqual(sorted);
        expect(countOf(rangesOf(sorted))).toBe(sorted.length);
      }),
    );
  });

  it("name key envelopes by four digits", () => {
    expect(keyPartName(7)).toBe("keys/0007.age");
  });
});
