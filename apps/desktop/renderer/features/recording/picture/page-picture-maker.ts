import type { Session } from "@lucid/contract";
import type { Api } from "../../../shared/api/api.ts";
import { isLoggedOut, isPassing } from "../../../shared/api/failure.ts";
import { createPictureMaker, type PictureMaker } from "./picture-maker.ts";

/** A page that is busy for as long is not waited for any more. */
const BUSY_MS = 2_000;

const makers = new WeakMap<Api, PictureMaker>();

/** The one maker of pictures for this node. What it needs to open recordings is fetched with the first picture. */
export function pictureMaker(api: Api): PictureMaker {
  const known = makers.get(api);
  if (known) return known;
  const maker = createPictureMaker({
    make: async (id, signal) => (await import("./make-picture.ts")).makePicture(api, id, signal),
    isPassing: (error) => isPassing(error) || isLoggedOut(error),
    idle,
  });
  makers.set(api, maker);
  return maker;
}

/** Whether this page may come to have a picture of it: it was recorded and has none. */
export const lacksPicture = ({ picture_at, chunk_count, ended_at, state }: Session): boolean =>
  picture_at === null && chunk_count > 0 && ended_at !== null && state !== "deleted";

/** Resolves when somebody looks at the page and it is not busy. */
async function idle(): Promise<void> {
  if (document.visibilityState === "hidden")
    await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
  await new Promise<unknown>((resolve) => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(resolve, { timeout: BUSY_MS });
    else setTimeout(resolve, 200);
  });
}
