import { type Permission, SessionId, sessionErrors } from "@lucid/contract";
import { createTestClock } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import type { SessionRecord } from "../stored/session-row.ts";
import { createSessionViews } from "../stored/session-views.ts";
import { OTHER_USER, openTestRepository, STARTED_AT, sessionId, sessionRecord, USER } from "../testing/session-fixtures.ts";
import { testCaller } from "../testing/test-caller.ts";
import { createPictureHandlers } from "./pictures.ts";
import { createSessionAccess } from "./session-access.ts";

const session_id = SessionId.parse(sessionId(1));
const sealed = Buffer.from("sealed bytes").toString("base64");
const owner = testCaller(USER, ["create_session"]);
const other = (...permissions: Permission[]) => testCaller(OTHER_USER, ["create_session", ...permissions]);
const refused = (name: keyof typeof sessionErrors.spec) => expect.objectContaining({ code: sessionErrors.spec[name].code });

function openPictures(change: Partial<SessionRecord> = {}, recipients: readonly string[] = [`age1 ${USER}`]) {
  const { repository, ...test } = openTestRepository();
  repository.insert(sessionRecord({ state: "completed", ...change }));
  repository.addEnvelope(session_id, { envelope: new Uint8Array(1), recipients }, STARTED_AT);
  const clock = createTestClock(STARTED_AT);
  const views = createSessionViews({
    clock,
    repository,
    places: { of: () => new Map() },
    chain: { read: { head: () => ({ time: 0 }) as never } },
    live: () => undefined,
    isOver: () => false,
  });
  const people = { getUser: (userId: string) => ({ recipient: `age1 ${userId}` }) as never };
  const handlers = createPictureHandlers({ clock, repository, views, people, access: createSessionAccess(repository) });
  return { ...test, repository, clock, handlers };
}

it("is kept for those whom the recording was wrapped for, and dated", async () => {
  using test = openPictures({ updatedAt: STARTED_AT });
  expect(() => test.handlers.picture({ session_id }, owner)).toThrow(refused("NO_PICTURE"));
  test.clock.advance(60_000);
  expect(await test.handlers.setPicture({ session_id, sealed }, owner)).toMatchObject({
    picture_at: new Date(STARTED_AT + 60_000).toISOString(),
    updated_at: new Date(STARTED_AT).toISOString(),
  });
  expect(test.handlers.picture({ session_id }, owner)).toEqual({ sealed });
  const again = Buffer.from("another").toString("base64");
  await test.handlers.setPicture({ session_id, sealed: again }, owner);
  expect(test.handlers.picture({ session_id }, owner)).toEqual({ sealed: again });
});

it("is nobody else's, also not of who may see all sessions", async () => {
  using test = openPictures();
  await test.handlers.setPicture({ session_id, sealed }, owner);
  for (const call of [
    () => test.handlers.picture({ session_id }, other("view_all_sessions")),
    () => test.handlers.setPicture({ session_id, sealed }, other("view_all_sessions", "delete_any_session")),
  ])
    expect(call).toThrow(refused("NOT_A_RECIPIENT"));
  for (const call of [
    () => test.handlers.picture({ session_id }, other()),
    () => test.handlers.setPicture({ session_id, sealed }, other()),
  ])
    expect(call).toThrow(refused("SESSION_NOT_FOUND"));
  expect(test.handlers.picture({ session_id }, owner)).toEqual({ sealed });
});

it("is of who was added as a recipient and sees the session, and not of an owner who is none", async () => {
  using test = openPictures({}, [`age1 ${OTHER_USER}`]);
  expect(() => test.handlers.setPicture({ session_id, sealed }, owner)).toThrow(refused("NOT_A_RECIPIENT"));
  await test.handlers.setPicture({ session_id, sealed }, other("view_all_sessions"));
  expect(test.handlers.picture({ session_id }, other("view_all_sessions"))).toEqual({ sealed });
});

it.each(["created", "recording", "paused", "cancelled", "deleted"] as const)("is of no session that is %s", (state) => {
  using test = openPictures({ state });
  expect(() => test.handlers.setPicture({ session_id, sealed }, owner)).toThrow(refused("SESSION_STATE"));
});
