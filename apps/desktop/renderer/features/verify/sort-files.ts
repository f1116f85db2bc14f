/** What a dropped file is, by its first bytes; its name is not asked. A video may carry a bundle. */
export type FileKind = "bundle" | "chunk-proof" | "genesis" | "chunk" | "unknown";

/** A JSON document of more bytes is none of ours. */
const MAX_JSON_BYTES = 4_194_304;
const BUNDLE_START = "lucid.json\0";
const CHUNK_START = "LUCIDCHK";
/** The first box of an MP4, behind its size. */
const VIDEO_START = "ftyp";

export async function kindOf(file: Blob): Promise<FileKind> {
  const start = await file.slice(0, 16).text();
  if (start.startsWith(BUNDLE_START) || start.slice(4).startsWith(VIDEO_START)) return "bundle";
  if (start.startsWith(CHUNK_START)) return "chunk";
  if (!start.startsWith("{") || file.size > MAX_JSON_BYTES) return "unknown";
  const text = await file.text();
  // The canonical form puts "format" in no fixed place, but writes it without spaces.
  if (text.includes('"format":"lucid-chunk-proof"')) return "chunk-proof";
  return text.includes('"format":"lucid-genesis"') ? "genesis" : "unknown";
}

export interface Sorted {
  readonly bundle?: File;
  readonly proof?: File;
  readonly genesis?: File;
  readonly chunk?: File;
}

/** Sorts dropped files. A file of no known kind counts as a bundle, so that the verifier says what is wrong with it. */
export async function sortFiles(files: readonly File[]): Promise<Sorted> {
  const kinds = await Promise.all(files.map(kindOf));
  const first = (...wanted: readonly FileKind[]): File | undefined => files[kinds.findIndex((kind) => wanted.includes(kind))];
  const [bundle, proof, genesis, chunk] = [first("bundle"), first("chunk-proof"), first("genesis"), first("chunk")];
  const other = bundle ?? (proof || genesis || chunk ? undefined : first("unknown"));
  return { ...(other && { bundle: other }), ...(proof && { proof }), ...(genesis && { genesis }), ...(chunk && { chunk }) };
}
