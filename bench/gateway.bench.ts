import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { LoadJob, LoadResult } from "./gateway/load.worker.ts";
import { startFastApi, startLucid } from "./gateway/programs.ts";
import type { BenchReport } from "./report.ts";

const ROUNDS = 5;
const ROUND_MS = 2_000;
const WARM_UP_MS = 1_500;
const CONNECTIONS = 32;

const body = JSON.stringify({ session_id: "0198c0de-1111-4111-8111-111111111111", merkle_root: "cd".repeat(32) });
const requests = {
  get: (token: string) => `GET /api/v1/chain/info HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  post: (token: string) =>
    `POST /api/v1/anchoring/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
};
type Kind = keyof typeof requests;

async function load(job: LoadJob): Promise<LoadResult> {
  const worker = new Worker(new URL("./gateway/load.worker.ts", import.meta.url), { workerData: job });
  const [result] = (await once(worker, "message")) as [LoadResult];
  await worker.terminate();
  if (result.refused > 0) throw new Error(`${result.refused} of ${result.requests} requests were refused`);
  return result;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const rate = ({ requests, seconds }: LoadResult): number => requests / seconds;

/**
 * A JSON route with token check, rate limit and validation, against Debian's FastAPI and uvicorn doing the
 * same. Rounds take turns, so that whatever else the machine does meets both.
 */
export async function bench(say: (line: string) => void): Promise<BenchReport> {
  const tokenKey = randomBytes(32).toString("hex");
  await using lucid = await startLucid(tokenKey);
  await using fastApi = await startFastApi(tokenKey);
  const ports = { lucid: lucid.port, fastApi: fastApi.port };
  const job = (who: keyof typeof ports, kind: Kind, durationMs: number): LoadJob => ({
    port: ports[who],
    request: requests[kind](lucid.token),
    connections: CONNECTIONS,
    durationMs,
  });

  for (const kind of ["get", "post"] as const) {
    await load(job("lucid", kind, WARM_UP_MS));
    await load(job("fastApi", kind, WARM_UP_MS));
  }
  const results = { get: [] as [LoadResult, LoadResult][], post: [] as [LoadResult, LoadResult][] };
  for (let round = 1; round <= ROUNDS; round++) {
    for (const kind of ["get", "post"] as const) {
      const pair: [LoadResult, LoadResult] = [
        await load(job("lucid", kind, ROUND_MS)),
        await load(job("fastApi", kind, ROUND_MS)),
      ];
      results[kind].push(pair);
      const [ours, theirs] = pair.map((result) => `${rate(result).toFixed(0)}/s p99 ${result.p99Ms.toFixed(1)} ms`);
      say(`round ${round} ${kind}: Lucid ${ours}, FastAPI ${theirs}`);
    }
  }

  const figuresOf = (kind: Kind) => ({
    lucid_per_second: median(results[kind].map(([ours]) => rate(ours))),
    fastapi_per_second: median(results[kind].map(([, theirs]) => rate(theirs))),
    ratio: median(results[kind].map(([ours, theirs]) => rate(ours) / rate(theirs))),
    lucid_p50_ms: median(results[kind].map(([ours]) => ours.p50Ms)),
    lucid_p99_ms: median(results[kind].map(([ours]) => ours.p99Ms)),
    lucid_p99_ms_of_each_round: results[kind].map(([ours]) => ours.p99Ms),
    fastapi_p99_ms: median(results[kind].map(([, theirs]) => theirs.p99Ms)),
  });
  const get = figuresOf("get");
  const post = figuresOf("post");
  return {
    name: "gateway",
    marks: [
      { what: "GET with a JSON answer, against FastAPI", value: get.ratio, unit: "x", atLeast: 3 },
      { what: "POST with a validated JSON body, against FastAPI", value: post.ratio, unit: "x", atLeast: 3 },
      { what: "99th percentile of the GET", value: get.lucid_p99_ms, unit: "ms", atMost: 10 },
      { what: "99th percentile of the POST", value: post.lucid_p99_ms, unit: "ms", atMost: 10 },
    ],
    figures: { get, post, connections: CONNECTIONS, rounds: ROUNDS },
    notes: [
      "one process each on one core, the load from the other; rates are medians over the rounds",
      "99th percentiles are medians over the rounds too, so a busy machine shows in them",
    ],
  };
}
