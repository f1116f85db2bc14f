import type { FailureCode } from "@lucid/proof";
import { concatBytes } from "@noble/hashes/utils.js";
import { configurationWith, parameterSet, type TestConfiguration, testUnit } from "../proof/test-parameters.ts";
import { buildTestVideoSession, type TestVideoOptions, videoFileOf } from "../proof/test-video-session.ts";
import { invalid, type Vector, valid } from "./vector.ts";

const OWN = { sequence: parameterSet({ level: 30 }), picture: Uint8Array.of(0x68, 0xce, 0x38, 0x80) };
const OTHER = { sequence: parameterSet({ width: 1_280 }), picture: Uint8Array.of(0x68, 0xce, 0x3c, 0x80) };
const CONFIGURED = { sequences: [OWN.sequence], pictures: [OWN.picture] };

interface Filmed extends Omit<TestVideoOptions, "before" | "init"> {
  readonly configuration?: TestConfiguration | Uint8Array;
}

/** Videos with units before the text of a picture, and what is said of them. */
export async function videoParameters(inputOf: (video: Uint8Array) => Vector["input"]): Promise<Vector[]> {
  const filmed = async (
    units: TestVideoOptions["before"],
    { configuration = CONFIGURED, ...options }: Filmed,
  ): Promise<Vector["input"]> => {
    const content = configuration instanceof Uint8Array ? configuration : configurationWith(configuration);
    const session = buildTestVideoSession("video parameters", {
      ...{ chunks: 1, checkpoints: [], ...options, init: () => ({ configuration: content }) },
      ...(units && { before: units }),
    });
    return inputOf(await videoFileOf(session));
  };
  const refused = async (name: string, units: Uint8Array, options: Filmed = {}, code: FailureCode = "video-parameters") =>
    invalid(name, await filmed(() => units, options), code, { chunk: 0 });
  const passes = async (name: string, units: Uint8Array, options: Filmed = {}) =>
    valid(name, await filmed(() => units, options), {});
  const later = async (name: string, chunk: number, at: number) => {
    const others = (index: number, picture: number) =>
      index === chunk && picture === at ? testUnit(OTHER.sequence) : new Uint8Array(0);
    return invalid(name, await filmed(others, { chunks: 3 }), "video-parameters", { chunk });
  };
  const lengths = (lengthBytes: number): Filmed => ({ configuration: { ...CONFIGURED, lengthBytes } });
  const slice = Uint8Array.of(0x65, 0x67, 0x42, 0, 30);
  const noPictures = configurationWith({ ...CONFIGURED, pictures: [] });

  return await Promise.all([
    passes("parameter sets of the configuration among the pictures", concatBytes(testUnit(OWN.sequence), testUnit(OWN.picture))),
    passes("the second of two parameter sets", testUnit(OTHER.sequence), {
      configuration: { ...CONFIGURED, sequences: [OWN.sequence, OTHER.sequence] },
    }),
    passes("the second of two parameter sets of pictures", testUnit(OTHER.picture), {
      configuration: { ...CONFIGURED, pictures: [OWN.picture, OTHER.picture] },
    }),
    passes("a parameter set with lengths of two bytes", testUnit(OWN.sequence, 2), lengths(2)),
    passes("a unit with bytes of a parameter set in it", testUnit(slice)),
    passes("a unit of no bytes", testUnit(new Uint8Array(0))),
    passes(
      "units beside pictures that are no parameter sets",
      concatBytes(...[1, 5, 6, 9, 12, 14].map((kind) => testUnit(Uint8Array.of(kind, 1)))),
    ),
    refused("another parameter set among the pictures", testUnit(OTHER.sequence)),
    refused("another parameter set of pictures", testUnit(OTHER.picture)),
    refused("a parameter set behind a picture", concatBytes(testUnit(slice), testUnit(OTHER.sequence))),
    refused("a parameter set behind one of the configuration", concatBytes(testUnit(OWN.sequence), testUnit(OTHER.sequence))),
    refused("a parameter set behind a unit of no bytes", concatBytes(testUnit(new Uint8Array(0)), testUnit(OTHER.sequence))),
    refused("a parameter set that says to be for no reference", testUnit(Uint8Array.of(7, ...OWN.sequence.subarray(1)))),
    ...[13, 15, 16].map((kind) =>
      refused(`an extension of parameter sets, ${kind}`, testUnit(Uint8Array.of(96 + kind, 66, 0, 30))),
    ),
    refused("a parameter set with a byte more", testUnit(concatBytes(OWN.sequence, Uint8Array.of(0)))),
    refused("a parameter set with a byte less", testUnit(OWN.sequence.subarray(0, -1))),
    refused("a parameter set of a byte", testUnit(Uint8Array.of(0x67))),
    refused("a parameter set that the sample ends in", testUnit(OTHER.sequence, 4, 10_000)),
    refused("a parameter set of pictures, and none in the configuration", testUnit(OWN.picture), { configuration: noPictures }),
    refused("a parameter set of pictures behind the end of the configuration", testUnit(OWN.picture), {
      configuration: concatBytes(noPictures, testUnit(OWN.picture, 2)),
    }),
    refused("a parameter set beside a configuration of a byte", testUnit(OWN.sequence), { configuration: Uint8Array.of(1) }),
    refused("another parameter set with lengths of a byte", testUnit(OTHER.sequence, 1), lengths(1)),
    refused("another parameter set with lengths of three bytes", testUnit(OTHER.sequence, 3), lengths(3)),
    later("a parameter set in the last picture of the second chunk", 1, 2),
    later("a parameter set in the first picture of the last chunk", 2, 0),
    refused("a parameter set in pictures that go on from none", testUnit(OTHER.sequence), { isSync: () => false }, "video-start"),
    refused(
      "a parameter set in pictures that are not committed to",
      testUnit(OTHER.sequence),
      { editEntry: (entry) => ({ ...entry, video: null }) },
      "video-uncommitted",
    ),
  ]);
}
