import { type AuthorityFile, loadTimeStamps, MAX_CERTIFICATE_FILE_BYTES } from "@lucid/proof";

/** The certificates of a file; none where it is another file. What reads them is loaded only now. */
export async function certificatesOf(file: Blob): Promise<readonly AuthorityFile[]> {
  const { certificatesIn } = await loadTimeStamps();
  try {
    return certificatesIn(new Uint8Array(await file.slice(0, MAX_CERTIFICATE_FILE_BYTES + 1).arrayBuffer()));
  } catch {
    return [];
  }
}
