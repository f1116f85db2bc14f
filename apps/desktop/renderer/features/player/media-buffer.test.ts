import { afterEach, describe, expect, it, vi } from "vitest";
import { createMediaBuffer } from "./media-buffer.ts";
import type { OpenedChunk } from "./opener.protocol.ts";
import type { Span } from "./recording.ts";

class FakeBuffer extends EventTarget {
  updating = false;
  timestampOffset = 0;
  appendWindowStart = 0;
  appendWindowEnd = Number.POSITIVE_INFINITY;
  readonly appended: { readonly what: string; readonly offset: number }[] = [];
  readonly types: string[] = [];
  appendBuffer(bytes: Uint8Array): void {
    this.appended.push({ what: new TextDecoder().decode(bytes), offset: this.timestampOffset });
    queueMicrotask(() => this.dispatchEvent(new Event("updateend")));
  }
  changeType(type: string): void {
    this.types.push(type);
  }
}

const made: FakeBuffer[] = [];
class FakeSource extends EventTarget {
  readyState = "open";
  duration = Number.NaN;
  constructor() {
    super();
    queueMicrotask(() => this.dispatchEvent(new Event("sourceopen")));
  }
  addSourceBuffer(type: string): FakeBuffer {
    const buffer = new FakeBuffer();
    buffer.types.push(type);
    made.push(buffer);
    return buffer;
  }
}

const bytes = (text: string) => new TextEncoder().encode(text);
const chunk = (index: number, take: number, decodeTime: number, codec = "avc1.640015"): OpenedChunk =>
  ({ index, init: bytes(`init ${take}`), video: bytes(`video ${index}`), decodeTime, codec }) as OpenedChunk;
const span = (index: number, take: number, start: number): Span => ({
  index,
  take,
  start,
  end: start + 10,
  keyframe: true,
  events: 0,
});

function setUp() {
  vi.stubGlobal("MediaSource", FakeSource);
  vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:video");
  return createMediaBuffer({ buffered: { length: 0 } } as HTMLVideoElement);
}
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  made.length = 0;
});

describe("takes on one time line", () => {
  it("are placed by wall-clock time, although each one's own clock starts near zero", async () => {
    const media = setUp();
    await media.append(span(0, 0, 0), chunk(0, 0, 0.02));
    await media.append(span(1, 0, 10.001), chunk(1, 0, 10.02));
    await media.append(span(2, 1, 50), chunk(2, 1, 0.1));
    expect(made[0]?.appended).toEqual([
      { what: "init 0", offset: -0.02 },
      { what: "video 0", offset: -0.02 },
      { what: "video 1", offset: -0.02 },
      { what: "init 1", offset: 49.9 },
      { what: "video 2", offset: 49.9 },
    ]);
  });

  it("show only the time that their chunk has, whatever their timestamps say", async () => {
    const media = setUp();
    await media.append(span(2, 1, 50), chunk(2, 1, 0));
    expect(made[0]?.appendWindowStart).toBeCloseTo(49.9);
    expect(made[0]?.appendWindowEnd).toBeCloseTo(60.5);
  });

  it("may be of another codec", async () => {
    const media = setUp();
    await media.append(span(0, 0, 0), chunk(0, 0, 0));
    await media.append(span(1, 1, 20), chunk(1, 1, 0, "avc1.42c01f"));
    expect(made[0]?.types).toEqual(['video/mp4; codecs="avc1.640015"', 'video/mp4; codecs="avc1.42c01f"']);
  });
});
