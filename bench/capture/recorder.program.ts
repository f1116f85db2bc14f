import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { systemClock } from "@lucid/foundation";
import { createTestSupervisor } from "@lucid/foundation/testing";
import { createDisplayCapture, createFragmentReader, spawnCaptureFrom, startCapturePool } from "@lucid/pipeline";

/**
 * Records a display as a node does, in a process of its own, so that what it costs can be read from it: prints its
 * counters as JSON lines until SIGTERM, and then ends in good order. `polling` is the recorder of 0.1.0, which asked the
 * display for a picture ten times a second.
 * Arguments: damage or polling, display number, RFB socket, width, height, file for the video.
 */
const [kind, displayNumber = "", rfbSocket = "", width = "", height = "", path = ""] = process.argv.slice(2);
const file = createWriteStream(path);
const say = (counts: object): void => void process.stdout.write(`${JSON.stringify(counts)}\n`);
const end = kind === "polling" ? poll() : await record();
process.once("SIGTERM", () => {
  Promise.resolve(end()).then(
    () => file.end(() => process.exit(0)),
    () => process.exit(1),
  );
});

async function record(): Promise<() => PromiseLike<void>> {
  const nothing = (): undefined => undefined;
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  // A node's registry measures its event loop a hundred times a second, which is not what recording costs.
  const supervisor = createTestSupervisor();
  const worker = spawnCaptureFrom(join(import.meta.dirname, "../../packages/pipeline/src/screen/capture.worker.ts"));
  const recorders = await startCapturePool({ supervisor, spawn: worker }, { workers: 1 });
  const display = { rfbSocket, width: Number(width), height: Number(height) };
  const capture = createDisplayCapture(
    { clock: systemClock, log, recorders },
    { ...display, encoder: { name: "libx264", ffmpeg: "bench" } },
  );
  const video = capture.startVideo(
    { frameRate: 10, overload: 0, keyMs: 9_400 },
    {
      onInit: (init) => void file.write(init.bytes),
      onFragment: (fragment) => void file.write(fragment.bytes),
      onHeartbeat: ({ counts }) => say(counts),
    },
  );
  return () => video[Symbol.asyncDispose]();
}

function poll(): () => Promise<void> {
  const args =
    "-nostdin -hide_banner -nostats -loglevel error -f x11grab -probesize 32 -analyzeduration 0 -fpsprobesize 0 -framerate 10 " +
    `-video_size ${width}x${height} -draw_mouse 1 -i :${displayNumber} -c:v libx264 -preset veryfast -tune zerolatency -threads 1 ` +
    "-crf 28 -sc_threshold 0 -pix_fmt yuv420p -fps_mode vfr -enc_time_base 1:10 -g 50 -force_key_frames expr:gte(t,n_forced*5) " +
    "-movflags +empty_moov+default_base_moof+frag_keyframe+skip_trailer -frag_duration 500000 -flush_packets 1 -f mp4 pipe:1";
  const child = spawn("ffmpeg", args.split(" "), { stdio: ["ignore", "pipe", "inherit"] });
  const closed = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  const reader = createFragmentReader();
  let pictures = 0;
  child.stdout.on("data", (bytes: Buffer) =>
    reader.push(bytes, (part) => {
      file.write(part.kind === "init" ? part.init.bytes : part.fragment.bytes);
      if (part.kind === "fragment") say({ pictures: (pictures += part.fragment.samples) });
    }),
  );
  return () => {
    child.kill("SIGINT");
    return closed;
  };
}
