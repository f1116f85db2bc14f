import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { installPlan } from "./install-plan.mjs";
import { missingPackages, packageGroups } from "./packages.mjs";

const namesOf = (items: readonly { name: string }[]) => items.map((item) => item.name);
const setup = (...flags: string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, "../setup.mjs"), ...flags], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });

describe("what is missing", () => {
  it("is everything on an empty machine, each package once", () => {
    const names = namesOf(missingPackages(["node", "demo", "tests", "bench"], "/bin", () => false));
    expect(names).toEqual([...new Set(names)]);
    expect(names).toEqual(expect.arrayContaining(["xrdp", "ffmpeg", "freerdp2-x11", "chromium", "restic"]));
  });

  it("is nothing when every program is found on the PATH or in the system's own folders", () => {
    const present = new Set([
      "/usr/sbin/xrdp",
      ...Object.values(packageGroups)
        .flat()
        .flatMap((item) => item.provides.map(placeOf)),
    ]);
    expect(missingPackages(["node", "tests", "bench"], "/usr/local/bin:/usr/bin", (file) => present.has(file))).toEqual([]);
  });

  it("is the package of one absent program", () => {
    const exists = (file: string) => !file.endsWith("/ffprobe");
    expect(namesOf(missingPackages(["node"], "/usr/bin", exists))).toEqual(["ffmpeg"]);
  });
});

describe("the installation", () => {
  const commands = (names: string[], machine: { root: boolean; systemd: boolean; servicePolicy: boolean }) =>
    installPlan(names, machine).steps.map((step) => step.command.join(" "));

  it("masks the xrdp services before it installs xrdp", () => {
    const [first = "", ...rest] = commands(["xrdp"], { root: true, systemd: true, servicePolicy: false });
    expect(first).toBe("systemctl mask xrdp.service xrdp-sesman.service");
    expect(rest.at(-1)).toContain("install --yes --no-install-recommends xrdp");
  });

  it("masks the service of redis-server, which only tests need", () => {
    const [first = ""] = commands(["redis-server"], { root: true, systemd: true, servicePolicy: false });
    expect(first).toBe("systemctl mask redis-server.service");
  });

  it("masks the services of tor: a node starts a tor of its own", () => {
    const [first = ""] = commands(["tor"], { root: true, systemd: true, servicePolicy: false });
    expect(first).toBe("systemctl mask tor.service tor@default.service");
  });

  it("masks by links and refuses service starts for the time being where no systemd runs", () => {
    const plan = installPlan(["xrdp"], { root: true, systemd: false, servicePolicy: false });
    const [mask = "", policy = ""] = plan.steps.map((step) => step.command.join(" "));
    expect(mask).toContain("ln -sfn /dev/null /etc/systemd/system/xrdp.service");
    expect(policy).toContain("/usr/sbin/policy-rc.d");
    expect(plan.after.map((step) => step.command.join(" "))).toEqual(["rm -f /usr/sbin/policy-rc.d"]);
  });

  it("leaves a service policy of the machine alone", () => {
    const plan = installPlan(["xrdp"], { root: true, systemd: false, servicePolicy: true });
    expect(JSON.stringify(plan)).not.toContain("policy-rc.d");
  });

  it("touches no service when xrdp is already there", () => {
    expect(commands(["ffmpeg"], { root: true, systemd: true, servicePolicy: false })).toHaveLength(2);
  });

  it("goes through sudo unless it runs as root", () => {
    const lines = commands(["xrdp", "ffmpeg"], { root: false, systemd: true, servicePolicy: false });
    expect(lines.filter((line) => !line.startsWith("sudo "))).toEqual([]);
  });

  it("reads the package lists once", () => {
    const lines = commands(["xrdp", "ffmpeg"], { root: true, systemd: true, servicePolicy: false });
    expect(lines.filter((line) => line.endsWith(" update"))).toHaveLength(1);
  });
});

describe("npm run setup", () => {
  it("explains itself", () => {
    const { status, stdout } = setup("--help");
    expect(status).toBe(0);
    expect(stdout).toContain("--demo");
  });

  it("refuses an option it does not know with exit code 2", () => {
    expect(setup("--all")).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("Unknown option --all") });
  });
});

function placeOf(thing: string): string {
  return thing.startsWith("/") ? thing : join(thing === "xrdp" ? "/usr/sbin" : "/usr/bin", thing);
}
