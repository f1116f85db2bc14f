import { describe, expect, it } from "vitest";
import { resolveSettings, SETTING_GROUPS, SETTING_KEYS, SettingsError } from "./settings.ts";

const resolve = (inputs: { flags?: object; environment?: Record<string, string>; file?: unknown }) =>
  resolveSettings({
    flags: { ...inputs.flags },
    environment: inputs.environment ?? {},
    file: inputs.file,
    defaults: { data: () => "/var/lib/lucid" },
    resolvePath: (path, source) => (path.startsWith("/") ? path : `/${source}/${path}`),
  });

describe("settings", () => {
  it("prefer a flag to the environment, the environment to the file, the file to the default", () => {
    const { settings, sources } = resolve({
      flags: { port: "1" },
      environment: { LUCID_PORT: "2", LUCID_WORKERS: "3" },
      file: { port: 4, workers: 5, environment: "lab" },
    });
    expect(settings).toMatchObject({ port: 1, workers: 3, environment: "lab", host: "127.0.0.1", data: "/var/lib/lucid" });
    expect(sources).toMatchObject({ port: "flag", workers: "environment", environment: "file", host: "default" });
  });

  it("name the key, the value and its source when a value is wrong", () => {
    expect(() => resolve({ environment: { LUCID_PORT: "eighty" } })).toThrow(/LUCID_PORT is "eighty"/);
    expect(() => resolve({ flags: { log_level: "loud" } })).toThrow(/--log-level is "loud": .*info/);
    expect(() => resolve({ file: { workers: 0 } })).toThrow(/"workers" in lucid.config.json is 0/);
  });

  it.each(["", " ", "0x1f90", "8e3", "+80", "1.5", "80 ", "-1", true, [80]])(
    "take %j for no number, and say which numbers are",
    (workers) => {
      expect(() => resolve({ file: { workers } })).toThrow("must be a whole number from 1 to 16");
    },
  );

  it("say in words what a choice may be", () => {
    expect(() => resolve({ flags: { tor: "maybe" } })).toThrow('--tor is "maybe": must be true or false');
    expect(() => resolve({ flags: { hosting: "on" } })).toThrow('--hosting is "on": must be one of required, auto, off');
  });

  it("stand each under one heading", () => {
    expect(SETTING_GROUPS.flatMap(({ keys }) => keys).toSorted()).toEqual(SETTING_KEYS.toSorted());
  });

  it("take the address of a shared Redis, and never a password in it, which they do not repeat either", () => {
    const key = { owner_key_file: "/owner.key" };
    const url =
      (redis_url: string, change: object = key) =>
      () =>
        resolve({ environment: { LUCID_REDIS_URL: redis_url }, flags: change });
    expect(url("rediss://lucid@redis.example:6380/2")().settings.redis_url).toBe("rediss://lucid@redis.example:6380/2");
    expect(url("redis://127.0.0.1:6379")().settings.redis_url).toBe("redis://127.0.0.1:6379");
    expect(url("redis://127.0.0.1:6379", {})).toThrow("redis_url needs owner_key_file");
    expect(url("redis://redis.example")).toThrow("redis:// is for a server on this computer only: use rediss://");
    for (const wrong of ["redis://:hunter2@127.0.0.1", "hunter2", "http://hunter2@redis.example"]) {
      expect(url(wrong)).toThrow(/^LUCID_REDIS_URL is wrong: must /);
      expect(url(wrong)).not.toThrow(/hunter2/);
    }
  });

  it("resolve a path against where it was written, and ask for the default only when nothing else says it", () => {
    expect(resolve({ flags: { data: "data" } }).settings.data).toBe("/flag/data");
    expect(resolve({ environment: { LUCID_DATA: "data" }, file: { data: "other" } }).settings.data).toBe("/environment/data");
    expect(resolve({ file: { data: "data" } }).settings.data).toBe("/file/data");
    const nowhere = { environment: {}, file: undefined, resolvePath: (path: string) => path };
    const data = (): string => expect.fail("nobody has a home here");
    expect(resolveSettings({ ...nowhere, flags: { data: "/srv" }, defaults: { data } }).settings.data).toBe("/srv");
  });

  it("refuse a key that does not exist, and a file that is no object", () => {
    expect(() => resolve({ file: { prot: 1 } })).toThrow(/"prot" is no setting/);
    expect(() => resolve({ file: [] })).toThrow(SettingsError);
  });

  it("take addresses and ranges of proxies, and nothing else for one", () => {
    const { settings } = resolve({ environment: { LUCID_TRUSTED_PROXIES: "192.0.2.7,10.0.0.0/8,::1" } });
    expect(settings.trusted_proxies).toEqual(["192.0.2.7", "10.0.0.0/8", "::1"]);
    expect(() => resolve({ flags: { trusted_proxies: "proxy.example" } })).toThrow(
      /--trusted-proxies is "proxy.example": must be addresses or ranges/,
    );
  });

  it("take host names and origins to be opened under, and nothing that could be none", () => {
    const { settings } = resolve({ environment: { LUCID_TRUSTED_HOSTS: "node.example,https://node.example:8443" } });
    expect(settings.trusted_hosts).toEqual(["node.example", "https://node.example:8443"]);
    for (const wrong of ["a b", "https://", "ftp://node.example", "https://node.example/lucid", "https://me@node.example"]) {
      expect(() => resolve({ file: { trusted_hosts: [wrong] } }), wrong).toThrow(/must be host names or origins/);
    }
  });

  it("refuse a range of ports that ends before it starts", () => {
    expect(() => resolve({ flags: { rdp_port_from: 14_000, rdp_port_to: 13_999 } })).toThrow(/rdp_port_from/);
  });
});
