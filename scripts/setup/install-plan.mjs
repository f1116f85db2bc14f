/**
 * @typedef {{ readonly root: boolean, readonly systemd: boolean, readonly servicePolicy: boolean }} Machine
 *   root: commands need no sudo; systemd: systemd runs; servicePolicy: /usr/sbin/policy-rc.d exists
 * @typedef {{ readonly says: string, readonly command: readonly string[], readonly optional?: boolean }} Step
 */

const policyFile = "/usr/sbin/policy-rc.d";
const aptGet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"];

/**
 * What to run, in order, to install Debian packages; `after` is run in any case.
 *
 * Debian's xrdp package starts a public server on port 3389, and redis-server and tor ones that nobody asked for. So their services are
 * masked before they are installed, and where no systemd runs to heed the mask, a service policy refuses every start meanwhile.
 * @param {readonly string[]} names
 * @param {Machine} machine
 * @returns {{ readonly steps: readonly Step[], readonly after: readonly Step[] }}
 */
export function installPlan(names, machine) {
  const withRoot = (/** @type {Step} */ step) => (machine.root ? step : { ...step, command: ["sudo", ...step.command] });
  const services = names.flatMap((name) => SERVICES[name] ?? []);
  const silenced = services.length > 0 && !machine.systemd && !machine.servicePolicy;
  /** @type {Step[]} */
  const steps = [
    ...(services.length > 0 ? mask(services, machine) : []),
    ...(silenced ? [{ says: "Keeping services from starting meanwhile", command: ["sh", "-c", refuseServices] }] : []),
    { says: "Reading the package lists", command: [...aptGet, "update"], optional: true },
    { says: `Installing ${names.join(" ")}`, command: [...aptGet, "install", "--yes", "--no-install-recommends", ...names] },
  ];
  /** @type {Step[]} */
  const after = silenced ? [{ says: "Letting services start again", command: ["rm", "-f", policyFile] }] : [];
  return { steps: steps.map(withRoot), after: after.map(withRoot) };
}

const refuseServices = `printf '#!/bin/sh\\nexit 101\\n' > ${policyFile} && chmod 755 ${policyFile}`;

/**
 * Services of the system that a package would start: Lucid and its tests start their own, private ones.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const SERVICES = {
  xrdp: ["xrdp.service", "xrdp-sesman.service"],
  "redis-server": ["redis-server.service"],
  tor: ["tor.service", "tor@default.service"],
};

/** @param {readonly string[]} services @param {Machine} machine @returns {Step[]} */
function mask(services, machine) {
  const says = `Masking the system's ${services.join(", ")}: Lucid starts its own, private ones`;
  if (machine.systemd) return [{ says, command: ["systemctl", "mask", ...services] }];
  const units = "/etc/systemd/system";
  const links = services.map((name) => `ln -sfn /dev/null ${units}/${name}`);
  return [{ says, command: ["sh", "-c", [`mkdir -p ${units}`, ...links].join(" && ")] }];
}
