import { blobSource, type Expectation, readBundle } from "@lucid/proof";

/** What this bundle is of, from its own documents. @throws when the node sent something that is no bundle. */
export async function expectationOf(bundle: Blob): Promise<Expectation> {
  const read = await readBundle(blobSource(bundle));
  if (!read.ok) throw new Error(read.failure.reason);
  const { session_id: session, node, owner, network } = read.value.manifest.manifest;
  return { session, node, owner, network };
}
