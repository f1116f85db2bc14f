import { createServer, type ServerResponse } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";
import { becomeOwner, returnAsOwner, sessionOf, startNodeProcess, startSession, temporaryFolder, until } from "./test-node.ts";

interface Message {
  readonly id: string;
  readonly type: string;
}

/** A receiver that holds back its answers until it is told otherwise. */
async function startReceiver() {
  const got: Message[] = [];
  let isAnswering = false;
  const held: ServerResponse[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { type } = JSON.parse(body) as { type: string };
      got.push({ id: String(request.headers["webhook-id"]), type });
      if (isAnswering) response.end();
      else held.push(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The receiver has no port");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    got,
    answer(): void {
      isAnswering = true;
    },
  };
}

it("sends again what it was killed before it could note, and tells what the kill interrupted", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const args = ["--webhook-networks", "127.0.0.1"];
  const receiver = await startReceiver();
  await using first = await startNodeProcess(data, args);
  const owner = await becomeOwner(first);
  const kinds = ["emergency.started", "session.interrupted"] as const;
  await owner.client.webhooks.create({ name: "tickets", url: receiver.url, kinds: [...kinds] });
  const session = await startSession(owner);
  await until(sessionOf(owner, session), ({ chunk_count }) => chunk_count >= 1);
  await owner.client.emergency.disableSessions({ reason: "a drill" });
  const messages = (type: string) => receiver.got.filter((message) => message.type === type);
  await until(
    async () => messages("emergency.started"),
    ({ length }) => length >= 1,
  );
  await first.end("SIGKILL");

  receiver.answer();
  await using second = await startNodeProcess(data, args);
  const again = await returnAsOwner(second, owner);
  await until(
    async () => messages("emergency.started"),
    ({ length }) => length >= 2,
  );
  expect(new Set(messages("emergency.started").map(({ id }) => id)).size).toBe(1);
  await until(
    async () => messages("session.interrupted"),
    ({ length }) => length >= 1,
  );
  const told = async () => (await again.client.notifications.list({})).notifications;
  expect((await told()).filter(({ kind }) => kind === "session.interrupted")).toMatchObject([
    { session: { session_id: session }, link: `/sessions/${session}` },
  ]);
  const webhook = async () => (await again.client.webhooks.list()).webhooks[0];
  expect(await until(webhook, (one) => one?.waiting === 0)).toMatchObject({ state: "on", failing_since: null });

  // What was answered late was sent again, under the same id; once nothing waits, nothing is.
  expect(new Set(receiver.got.map(({ id }) => id)).size).toBe(2);
  const sent = receiver.got.length;
  await second.end("SIGTERM");
  await using third = await startNodeProcess(data, args);
  const once = await returnAsOwner(third, owner);
  const after = (await once.client.notifications.list({})).notifications;
  expect(after.filter(({ kind }) => kind === "session.interrupted")).toHaveLength(1);
  expect(receiver.got).toHaveLength(sent);
});
