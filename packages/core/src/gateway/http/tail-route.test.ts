import { sessionErrors, type TailQuery } from "@lucid/contract";
import { describe, expect, it } from "vitest";
import { openTestGateway, type TestGateway } from "../testing/open-test-gateway.ts";

const session = "0198c0de-1111-4111-8111-111111111111";
const over = session.replace("1111-4111", "3333-4333");
const path = `/api/v1/sessions/${session}/tail`;

/** A gateway before a session that is recorded: what is said comes to all who follow. */
async function openRecorded() {
  const asked: TailQuery[] = [];
  const followers = new Set<(bytes: Uint8Array | undefined) => void>();
  const test = await openTestGateway({
    bulk: {
      followRecording(id, query, { signal }) {
        if (id === over) return Promise.resolve(undefined);
        if (id !== session) throw sessionErrors.SESSION_STATE({ status: "completed", allowed: ["recording"] });
        asked.push(query);
        const waiting: (Uint8Array | undefined)[] = [Buffer.from("start ")];
        let wake = Promise.withResolvers<void>();
        const hear = (bytes: Uint8Array | undefined): void => {
          waiting.push(bytes);
          wake.resolve();
        };
        followers.add(hear);
        signal.addEventListener("abort", () => hear(undefined), { once: true });
        return Promise.resolve(
          (async function* () {
            for (;;) {
              if (waiting.length === 0) await wake.promise;
              wake = Promise.withResolvers();
              const bytes = waiting.shift();
              if (!bytes) break;
              yield bytes;
            }
            followers.delete(hear);
          })(),
        );
      },
    },
  });
  const say = (bytes: Uint8Array | undefined): void => followers.forEach((hear) => hear(bytes));
  return { ...test, asked, followers, say };
}

async function follow(test: TestGateway, query = "", token = "owner") {
  const gone = new AbortController();
  const response = await fetch(`http://127.0.0.1:${test.gateway.port}${path}${query}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: gone.signal,
  });
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
  const next = async (): Promise<string | undefined> => {
    const { value } = await reader.read();
    return value && Buffer.from(value).toString();
  };
  return { response, next, leave: () => gone.abort() };
}

describe("what a running session records", () => {
  it("comes as it is recorded, is kept by nobody, and stands once in the audit log", async () => {
    await using test = await openRecorded();
    const follower = await follow(test, "?chunk=3&offset=400");
    expect(test.asked).toEqual([{ chunk: 3, offset: 400 }]);
    expect(Object.fromEntries(follower.response.headers)).toMatchObject({
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      "content-type": "application/octet-stream",
    });
    expect(await follower.next()).toBe("start ");
    test.say(Buffer.from("one"));
    expect(await follower.next()).toBe("one");
    test.say(Buffer.from("two"));
    expect(await follower.next()).toBe("two");
    expect(test.audited).toMatchObject([{ procedure: "bulk.tail", outcome: "ok", target: session }]);
    test.say(undefined);
    expect(await follower.next()).toBeUndefined();
  });

  it("is for those who may see the session, while it runs, and asked for rightly", async () => {
    await using test = await openRecorded();
    const ask = async (path: string, token?: string) => (await test.ask("GET", path, token ? { token } : {})).status;
    expect(await ask(path)).toBe(401);
    expect(await ask(path, "nobody")).toBe(403);
    expect(await ask(path.replace("1111-4111", "2222-4222"), "owner")).toBe(409);
    expect(await ask(`${path}?chunk=-1`, "owner")).toBe(400);
    expect(await ask(`${path}?other=1`, "owner")).toBe(400);
    const head = await test.ask("HEAD", path, { token: "owner" });
    expect([head.status, head.headers.allow]).toEqual([405, "GET"]);
    expect(test.followers.size).toBe(0);
  });

  it("says of a session that is over that nothing comes, and counts no stream for it", async () => {
    await using test = await openRecorded();
    for (let time = 0; time < 25; time += 1) {
      const answer = await test.ask("GET", path.replace(session, over), { token: "owner" });
      expect([answer.status, answer.text]).toEqual([204, ""]);
    }
    expect(test.followers.size).toBe(0);
  });

  it("ends with the login, and when its reader hangs up", async () => {
    await using test = await openRecorded();
    const first = await follow(test);
    await first.next();
    test.endLogin("0198c0de-0000-4000-8000-100000000011");
    expect(await first.next()).toBeUndefined();
    await expect.poll(() => test.followers.size).toBe(0);

    const second = await follow(test);
    await second.next();
    second.leave();
    await expect.poll(() => test.followers.size).toBe(0);
    expect(await test.registry.getSingleMetricAsString("lucid_gateway_streams")).toContain('kind="bulk.tail"} 0');
  });

  it("is open so many times for one account, and again after one was left", async () => {
    await using test = await openRecorded();
    const all = await Promise.all(Array.from({ length: 20 }, () => follow(test)));
    expect((await test.ask("GET", path, { token: "owner" })).status).toBe(429);
    all[0]?.leave();
    await expect.poll(() => test.followers.size).toBe(19);
    const next = await follow(test);
    expect(next.response.status).toBe(200);
  });

  it("does not hold up the end of the node", async () => {
    const test = await openRecorded();
    const follower = await follow(test);
    await follower.next();
    await test[Symbol.asyncDispose]();
    await expect(follower.next()).rejects.toThrow();
  });
});
