/** What MediaSource must be told about a fragmented MP4 with one H.264 track. */
export interface VideoInit {
  /** RFC 6381 codec string such as `avc1.640015`. */
  readonly codec: string;
  /** Units of a second that decode times count. */
  readonly timescale: number;
}

interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

const HEAD_BYTES = 8;
/** Offset of a visual sample entry's children behind its head (ISO/IEC 14496-12, 12.1.3). */
const VISUAL_ENTRY_BYTES = 78;

function* boxesOf(view: DataView, start: number, end: number): Generator<Box> {
  for (let at = start; at + HEAD_BYTES <= end; ) {
    const size = view.getUint32(at);
    if (size < HEAD_BYTES || at + size > end) return;
    const type = String.fromCharCode(view.getUint8(at + 4), view.getUint8(at + 5), view.getUint8(at + 6), view.getUint8(at + 7));
    yield { type, start: at + HEAD_BYTES, end: at + size };
    at += size;
  }
}

/** The first box at the end of a path of box types, below `parent`. */
function find(view: DataView, parent: Pick<Box, "start" | "end">, ...path: readonly string[]): Box | undefined {
  const [type, ...rest] = path;
  for (const box of boxesOf(view, parent.start, parent.end)) {
    if (box.type === type) return rest.length === 0 ? box : find(view, box, ...rest);
  }
  return undefined;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const hex = (byte: number): string => byte.toString(16).padStart(2, "0");

/** Reads an initialization segment (ftyp and moov); undefined when it holds no H.264 track. */
export function readInit(bytes: Uint8Array): VideoInit | undefined {
  const view = viewOf(bytes);
  const media = find(view, { start: 0, end: bytes.length }, "moov", "trak", "mdia");
  const header = media && find(view, media, "mdhd");
  const entries = media && find(view, media, "minf", "stbl", "stsd");
  if (!header || !entries) return undefined;
  const entry = find(view, { start: entries.start + 8, end: entries.end }, "avc1");
  const configuration = entry && find(view, { start: entry.start + VISUAL_ENTRY_BYTES, end: entry.end }, "avcC");
  if (!configuration || configuration.end - configuration.start < 4) return undefined;
  const profile = [1, 2, 3].map((at) => hex(view.getUint8(configuration.start + at))).join("");
  return { codec: `avc1.${profile}`, timescale: view.getUint32(header.start + (view.getUint8(header.start) === 1 ? 20 : 12)) };
}

/** Decode time of the first fragment, in units of the timescale; undefined when there is no fragment. */
export function firstDecodeTime(bytes: Uint8Array): number | undefined {
  const view = viewOf(bytes);
  const time = find(view, { start: 0, end: bytes.length }, "moof", "traf", "tfdt");
  if (!time) return undefined;
  return view.getUint8(time.start) === 1 ? Number(view.getBigUint64(time.start + 4)) : view.getUint32(time.start + 4);
}
