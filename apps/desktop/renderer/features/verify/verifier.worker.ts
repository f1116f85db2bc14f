import "../../shared/zod-setup.ts";
import { type CheckProgress, ManifestTooLongError } from "@lucid/proof";
import { checkSubject } from "./check-subject.ts";
import type { FromVerifier, Subject } from "./verifier.protocol.ts";

/** Progress is told this often at most: a bar needs no more, and every message costs. */
const PROGRESS_MS = 50;

const send = (message: FromVerifier): void => self.postMessage(message);
let toldMs = Number.NEGATIVE_INFINITY;

function tell(progress: CheckProgress): void {
  const now = performance.now();
  if (now - toldMs < PROGRESS_MS && progress.share < 1) return;
  toldMs = now;
  send({ type: "progress", progress });
}

self.addEventListener("message", ({ data }: MessageEvent<Subject>) => {
  checkSubject(data, tell).then(
    (finding) => send({ type: "found", finding }),
    (error: unknown) => {
      if (error instanceof ManifestTooLongError) send({ type: "too-long", size: error.size, most: error.most });
      else send({ type: "unreadable", message: error instanceof Error ? error.message : String(error) });
    },
  );
});
