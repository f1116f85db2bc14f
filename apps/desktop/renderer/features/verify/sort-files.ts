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
  /** Each is checked by itself. A file of no known kind is among them, so that the verifier says what is wrong with it. */
  readonly bundles: readonly File[];
  readonly proofs: readonly File[];
  /** For the proofs. */
  readonly genesis?: File;
  /** To compare with the one proof. */
  readonly chunk?: File;
  /** What belongs to nothing that came with it: nobody checks it. */
  readonly left: readonly File[];
}

export const NO_FILES: Sorted = { bundles: [], proofs: [], left: [] };

/** Sorts files that came together, and what still waits of before for what belongs to it. */
export async function sortFiles(files: readonly File[], held: Sorted = NO_FILES): Promise<Sorted> {
  const kinds = await Promise.all(files.map(kindOf));
  const of = (...wanted: readonly FileKind[]): File[] =>
    files.filter((_file, place) => wanted.includes(kinds[place] as FileKind));
  const bundles = of("bundle", "unknown");
  const before = bundles.length > 0 ? NO_FILES : held;
  const own = of("chunk-proof");
  const proofs = own.length > 0 ? own : before.proofs;
  const [genesis = before.genesis, ...otherGeneses] = of("genesis");
  const [chunk = before.chunk, ...otherChunks] = of("chunk");
  // A bundle brings along what it needs, and which chunk is that of which proof nobody can tell from the files' names.
  const hasOnlyBundles = proofs.length === 0 && bundles.length > 0;
  const takesChunk = !hasOnlyBundles && proofs.length <= 1;
  const left = [...(hasOnlyBundles ? [genesis] : []), ...otherGeneses, ...(takesChunk ? [] : [chunk]), ...otherChunks];
  return {
    bundles,
    proofs,
    ...(genesis && !hasOnlyBundles && { genesis }),
    ...(chunk && takesChunk && { chunk }),
    left: left.filter((file) => file !== undefined),
  };
}
