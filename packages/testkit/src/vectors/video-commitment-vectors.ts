import { commitToVideo, readChunkVideo, videoSalt } from "@lucid/proof";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import {
  mp4Box,
  OTHER_FLAGS,
  SYNC_FLAGS,
  type TestFragment,
  type TestInit,
  type TestSample,
  testFragment,
  testInit,
  u32,
} from "../proof/test-video.ts";
import { base64, type Vector, type VectorFile, valid, vectorFile } from "./vector.ts";

const SESSION = "00112233-4455-4677-8899-aabbccddeeff";
const DATA_KEY = Uint8Array.from({ length: 32 }, (_, index) => index);

const sample = (text: string, more: Partial<TestSample> = {}): TestSample => ({ bytes: utf8ToBytes(text), ...more });
const SAMPLES = [sample("key picture", { sync: true }), sample("second"), sample("third", { duration: 3_200 })];

/** The bytes with the first box of this name called otherwise. */
function renamed(bytes: Uint8Array, type: string): Uint8Array {
  const copy = bytes.slice();
  copy.set(utf8ToBytes("free"), Buffer.from(bytes).indexOf(type));
  return copy;
}

/** Which video a chunk commits to, and which it does not. */
export function videoCommitmentVectors(): VectorFile {
  const one = (more: Partial<TestFragment> = {}): TestFragment => ({ time: 32_000n, samples: SAMPLES, ...more });
  const input = (init: Uint8Array, video: Uint8Array, index = 258) => ({
    ...{ session_id: SESSION, index, data_key: bytesToHex(DATA_KEY) },
    ...{ init: base64(init), video: base64(video) },
  });
  const video = (fragments: readonly TestFragment[]): Uint8Array => concatBytes(...fragments.map(testFragment));
  const accept = (name: string, fragments: readonly TestFragment[], init: TestInit = {}, index = 258): Vector => {
    const [head, body] = [testInit(init), video(fragments)];
    const read = readChunkVideo(head, body);
    if (read === undefined) throw new Error(`no video: ${name}`);
    const salt = videoSalt(DATA_KEY, SESSION, index);
    return valid(name, input(head, body, index), { salt: bytesToHex(salt), video: commitToVideo(salt, read) });
  };
  const none = (name: string, head: Uint8Array, body: Uint8Array): Vector =>
    valid(`none: ${name}`, input(head, body), { video: null });
  const noFragment = (name: string, more: Partial<TestFragment>): Vector => none(name, testInit(), video([one(more)]));
  const noInit = (name: string, init: TestInit): Vector => none(name, testInit(init), video([one()]));
  const clean = video([one()]);
  const empty = new Uint8Array(0);
  const longest = (count: number): readonly TestFragment[] => [
    { time: 0n, samples: [], count, fields: [] },
    { time: 16n * 1_600n * BigInt(count), samples: SAMPLES.slice(0, 1) },
  ];
  return vectorFile(
    "video-commitment",
    "The records of types 1 and 2 of a chunk (init, video), the session's data key, and the commitment that the chunk's entry has: null where the video has not the form that is committed to.",
    [
      accept("three samples of one fragment", [one()]),
      accept("the first index", [one()], {}, 0),
      accept("one sample", [one({ samples: SAMPLES.slice(0, 1) })]),
      accept("two fragments, the second sooner than the first one says", [
        one(),
        one({ time: 32_000n + 5_000n, samples: [sample("fourth")] }),
      ]),
      accept("two fragments, the second later", [one(), one({ time: 32_000n + 2n ** 32n - 1n + 3_200n })]),
      accept("a sample of no length", [one(), one({ time: 32_000n + 3_200n })]),
      accept("an empty box that is passed over", [one()], { replace: { "mdia+": mp4Box("free", empty) } }),
      noInit("a box of size 4 among those that are passed over", {
        replace: { "mdia+": concatBytes(u32(4), mp4Box("free", empty)) },
      }),
      noInit("a box that is longer than what holds it", { replace: { "mdia+": concatBytes(u32(9), utf8ToBytes("free")) } }),
      none("a fragment's head of another name", testInit(), renamed(clean, "moof")),
      none("a fragment's data of another name", testInit(), renamed(clean, "mdat")),
      accept("a decode time of 32 bits", [one({ timeVersion: 0 }), one({ timeVersion: 0, time: 64_000n })]),
      accept("flags of the first sample alone", [one({ fields: ["duration", "size"], firstFlags: SYNC_FLAGS })]),
      accept("flags of the first sample before those that each has", [one({ firstFlags: OTHER_FLAGS })]),
      accept("offsets of composition that are zero", [one({ fields: ["duration", "size", "flags", "composition"] })]),
      accept("what the fragment says of all samples", [
        one({
          samples: [sample("four"), sample("five")],
          fields: [],
          header: { flags: 0x02_003a, fields: [1, 1, 900, 4, SYNC_FLAGS] },
        }),
      ]),
      accept("what the initialization says of all samples", [one({ samples: [sample("seven"), sample("eight")], fields: [] })], {
        defaults: [700, 5, SYNC_FLAGS],
      }),
      accept("a media header of version 1", [one()], {
        replace: { mdhd: mp4Box("mdhd", u32(0x0100_0000, 0, 0, 0, 0, 90_000, 0, 0, 0)) },
      }),
      accept("another format", [one()], { width: 65_535, height: 1, timescale: 1, configuration: Uint8Array.of(1) }),
      accept("a configuration of 4 096 bytes", [one()], { configuration: new Uint8Array(4_096) }),
      accept("65 536 samples", longest(65_535)),
      none("65 537 samples", testInit(), video(longest(65_536))),
      noInit("a configuration of 4 097 bytes", { configuration: new Uint8Array(4_097) }),
      noInit("no configuration", { configuration: empty }),
      noInit("no width", { width: 0 }),
      noInit("no height", { height: 0 }),
      noInit("no timescale", { timescale: 0 }),
      noInit("no movie", { replace: { moov: empty } }),
      noInit("two movies", { replace: { "moov+": mp4Box("moov") } }),
      noInit("two tracks", { replace: { "trak+": mp4Box("trak") } }),
      noInit("two sample entries", { replace: { "avc1+": mp4Box("avc1") } }),
      noInit("a video of another kind", { replace: { avc1: mp4Box("hvc1", new Uint8Array(100)) } }),
      noInit("a sample entry that is too short", { replace: { avc1: mp4Box("avc1", new Uint8Array(77)) } }),
      noInit("a media header that is too short", { replace: { mdhd: mp4Box("mdhd", u32(0, 0, 0)) } }),
      noInit("no defaults", { replace: { trex: empty } }),
      noInit("sample descriptions without a count", { replace: { stsd: mp4Box("stsd", u32(0)) } }),
      none("nothing", empty, empty),
      none("no fragment", testInit(), empty),
      none("a fragment without samples", testInit(), video([one({ samples: [] })])),
      none("only the head of a fragment", testInit(), testFragment(one({ replace: { mdat: empty } }))),
      none("two heads of fragments", testInit(), concatBytes(testFragment(one({ replace: { mdat: empty } })), clean)),
      none("data without a fragment", testInit(), concatBytes(mp4Box("mdat", empty), clean)),
      none("another box between", testInit(), concatBytes(clean, mp4Box("free", empty), clean)),
      none("a byte behind", testInit(), concatBytes(clean, Uint8Array.of(0))),
      none("a box of size 0 behind", testInit(), concatBytes(clean, u32(0, 0))),
      none("a box of size 7 behind", testInit(), concatBytes(clean, u32(7, 0))),
      none("a box that is longer than the rest", testInit(), concatBytes(clean, u32(9, 0))),
      noFragment("another track", { header: { flags: 0x02_0000, fields: [2] } }),
      noFragment("samples at an absolute place", { header: { flags: 0x02_0001, fields: [1, 0, 0] } }),
      noFragment("another sample entry", { header: { flags: 0x02_0002, fields: [1, 2] } }),
      noFragment("no track", { header: { flags: 0x02_0000, fields: [] } }),
      noFragment("no place of the samples", { offset: null }),
      noFragment("samples at another place", { offset: 100 }),
      noFragment("pictures out of order", {
        samples: [SAMPLES[0] as TestSample, sample("shown later", { composition: 1_600 })],
        fields: ["duration", "size", "flags", "composition"],
      }),
      noFragment("a sample that is cut off", { data: utf8ToBytes("key picturesecondthir") }),
      noFragment("bytes that are no sample", { data: utf8ToBytes("key picturesecondthird.") }),
      noFragment("more samples than the run has", { count: 4 }),
      noFragment("two runs", { replace: { "trun+": mp4Box("trun") } }),
      noFragment("two track fragments", { replace: { "traf+": mp4Box("traf") } }),
      noFragment("no decode time", { replace: { tfdt: empty } }),
      none("decode times that go back", testInit(), video([one(), one({ time: 32_000n + 3_199n })])),
      none("decode times that leap by 2^32", testInit(), video([one(), one({ time: 32_000n + 3_200n + 2n ** 32n })])),
    ],
  );
}
