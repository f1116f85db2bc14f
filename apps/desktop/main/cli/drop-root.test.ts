import { expect, it } from "vitest";
import { planForRoot } from "./drop-root.ts";

const account = { uid: 990, home: "/var/lib/lucid" };
const owners =
  (owned: Readonly<Record<string, number>>) =>
  (path: string): number | undefined =>
    owned[path];

it("goes on as the service's user where the data is that user's, or comes to lie in a folder of that user's", () => {
  const goOn = { kind: "go-on-as", account };
  expect(planForRoot(account, undefined, owners({ "/var/lib/lucid": 990 }))).toEqual(goOn);
  expect(planForRoot(account, "/srv/data/new", owners({ "/srv/data": 990 }))).toEqual(goOn);
});

it("stays root, and says why, where there is no such user or the data is somebody else's", () => {
  expect(planForRoot(undefined, undefined, owners({}))).toMatchObject({ reason: "there is no user lucid to go on as" });
  expect(planForRoot(account, "/root/data", owners({ "/root/data": 0 }))).toMatchObject({
    reason: "/root/data does not belong to lucid: sudo chown -R lucid: /root/data",
  });
});
