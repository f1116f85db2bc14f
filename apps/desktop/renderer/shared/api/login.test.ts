import type { AuthResponse } from "@lucid/contract";
import { describe, expect, it } from "vitest";
import { sampleAccount } from "../testing/sample-account.ts";
import { createLogin } from "./login.ts";

const answer = (token: string): AuthResponse => ({
  access_token: token,
  refresh_token: "",
  token_type: "bearer",
  expires_in: 900,
  user: sampleAccount,
});

describe("login", () => {
  it("trades the refresh token once, however many callers wait for it", async () => {
    let trades = 0;
    const login = createLogin({
      transport: "cookie",
      now: () => 0,
      async trade() {
        trades += 1;
        return answer("new");
      },
    });
    expect(await Promise.all([login.refresh(), login.refresh(), login.refresh()])).toEqual([true, true, true]);
    expect(trades).toBe(1);
    expect(await login.token()).toBe("new");
  });

  it("renews a token that is about to expire before it is used", async () => {
    let nowMs = 0;
    const login = createLogin({ transport: "cookie", now: () => nowMs, trade: async () => answer("second") });
    login.accept(answer("first"));
    expect(await login.token()).toBe("first");
    nowMs = 880_000;
    expect(await login.token()).toBe("second");
  });

  it("is out, and has no token, once the node refuses", async () => {
    const login = createLogin({ transport: "cookie", now: () => 0, trade: async () => undefined });
    login.accept(answer("first"));
    expect(await login.refresh()).toBe(false);
    expect(login.state.getState()).toEqual({
      status: "out",
      account: undefined,
      endedElsewhere: true,
      secondFactorDue: false,
    });
    expect(await login.token()).toBeUndefined();
  });

  it("tells a login that was ended here from one that was ended elsewhere, or never was", async () => {
    const login = createLogin({ transport: "cookie", now: () => 0, trade: async () => undefined });
    await login.refresh();
    expect(login.state.getState().endedElsewhere).toBe(false);
    login.accept(answer("first"));
    login.forget();
    expect(login.state.getState().endedElsewhere).toBe(false);
    login.accept(answer("second"));
    await login.refresh();
    await login.refresh();
    expect(login.state.getState().endedElsewhere).toBe(true);
  });

  it("stays as it is when the node cannot be asked", async () => {
    const login = createLogin({
      transport: "cookie",
      now: () => 0,
      trade: () => Promise.reject(new TypeError("Failed to fetch")),
    });
    login.accept(answer("first"));
    await expect(login.refresh()).rejects.toThrow("Failed to fetch");
    expect(login.state.getState().status).toBe("in");
  });

  it("does not ask the node when nobody has logged in here before", async () => {
    const login = createLogin({
      transport: "cookie",
      now: () => 0,
      memory: { get: () => false, set: () => undefined, onLogin: () => () => undefined },
      trade: () => Promise.reject(new Error("asked")),
    });
    expect(await login.refresh()).toBe(false);
  });
});
