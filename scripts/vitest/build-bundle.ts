import { testedBundle } from "../../apps/desktop/test/node/tested-bundle.ts";

export async function setup(): Promise<void> {
  await testedBundle();
}
