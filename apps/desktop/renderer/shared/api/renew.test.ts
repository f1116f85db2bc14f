import { ORPCError } from "@orpc/client";
import { expect, it } from "vitest";
import { sampleAccount } from "../testing/sample-account.ts";
import { createLogin } from "./login.ts";
import { renewOnce } from "./renew.ts";

const refused = () => new ORPCError("LUCID_ERR_2002", { status: 401 });

function loginThat(refreshes: boolean) {
  const answer = {
    access_token: "new",
    refresh_token: "",
    token_type: "bearer" as const,
    expires_in: 900,
    user: sampleAccount,
  };
  const login = createLogin({ transport: "cookie", now: () => 0, trade: async () => (refreshes ? answer : undefined) });
  login.accept(answer);
  return login;
}

function callThat(...outcomes: readonly (Error | string)[]) {
  const left = [...outcomes];
  return (path: readonly string[]) => ({
    path,
    async next() {
      const outcome = left.shift();
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  });
}

it("repeats a call once after renewing the token", async () => {
  const call = callThat(refused(), "answer");
  expect(await renewOnce(loginThat(true))(call(["sessions", "list"]))).toBe("answer");
});

it("gives up when the repeated call is refused as well", async () => {
  const call = callThat(refused(), refused(), "never");
  await expect(renewOnce(loginThat(true))(call(["sessions", "list"]))).rejects.toThrow(ORPCError);
});

it("passes the refusal on when the node does not renew", async () => {
  const login = loginThat(false);
  await expect(renewOnce(login)(callThat(refused(), "never")(["sessions", "list"]))).rejects.toThrow(ORPCError);
  expect(login.state.getState().status).toBe("out");
});

it.each([
  ["a refused signature", ["logins", "login"]],
  ["a refused refresh token", ["logins", "refresh"]],
])("leaves %s alone: it is not about the token", async (_what, path) => {
  const login = loginThat(true);
  await expect(renewOnce(login)(callThat(refused(), "never")(path))).rejects.toThrow(ORPCError);
});
