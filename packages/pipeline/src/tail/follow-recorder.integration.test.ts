import { createTailReader, type TailFrame } from "@lucid/identity";
import { expect, it } from "vitest";
import { openRecording, recordFrames, startTestRecorder } from "../testing/recorder-fixture.ts";

it("hands over what a real display shows as it is sealed afterwards, and a sign of life while nothing moves", async () => {
  await using session = await startTestRecorder();
  const { recorder, display, sessionId, dataKey } = session;
  const reader = createTailReader(sessionId, dataKey);
  const frames: TailFrame[] = [];
  const following = (async () => {
    const live = recorder.follow({}, new AbortController().signal) ?? [];
    for await (const bytes of live) frames.push(...reader.push(bytes));
  })();
  display.launch("xterm", "-e", "sh", "-c", "while :; do date +%N; sleep 0.1; done");
  await recordFrames(recorder, 25);
  await recorder.pause("break");
  await expect
    .poll(() => frames.some(({ head }) => head.type === "alive" && head.state === "paused"), { timeout: 20_000 })
    .toBe(true);
  await recorder.resume();
  await recordFrames(recorder, 5);
  await recorder.stop();
  await following;
  expect(recorder.follow({}, new AbortController().signal)).toBeUndefined();

  expect(frames.at(-1)?.head).toMatchObject({ type: "ended", reason: "session-ended" });
  const { chunks } = await openRecording(session);
  expect(chunks.length).toBeGreaterThanOrEqual(2);
  for (const [index, { take, records }] of chunks.entries()) {
    const own = frames.filter(({ head }) => "index" in head && head.index === index);
    const bytesOf = (type: string): Buffer => Buffer.concat(own.filter(({ head }) => head.type === type).map(({ body }) => body));
    const sealed = (type: number): Buffer =>
      Buffer.concat(records.filter((record) => record.type === type).map(({ bytes }) => bytes));
    expect(own[0]?.head).toMatchObject({ type: "chunk", take, started_at_ms: session.entries[index]?.started_at_ms });
    expect(bytesOf("chunk")).toEqual(sealed(1));
    expect(bytesOf("video")).toEqual(sealed(2));
    expect(own.at(-1)?.head).toMatchObject({ type: "closed", ended_at_ms: session.entries[index]?.ended_at_ms });
  }
  const late = frames.flatMap(({ head }) => (head.type === "video" ? [head.now_ms - head.to_ms] : []));
  console.info(`fragments left ${Math.min(...late)} to ${Math.max(...late)} ms after their last picture`);
});
