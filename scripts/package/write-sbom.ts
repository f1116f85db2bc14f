import type { Component } from "./read-components.ts";

export interface SbomSubject {
  readonly version: string;
  readonly arch: string;
  /** Seconds since 1970. */
  readonly time: number;
}

/** The bill of materials of a package as CycloneDX 1.6 JSON. The same input is the same text. */
export function formatSbom({ version, arch, time }: SbomSubject, components: readonly Component[]): string {
  const subject = `lucid@${version}?arch=${arch}`;
  const document = {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      timestamp: new Date(time * 1_000).toISOString(),
      component: { type: "application", "bom-ref": subject, name: "lucid", version },
    },
    components: components.map((component) => ({
      type: component.name.startsWith("node-linux-") ? "platform" : "library",
      "bom-ref": purlOf(component),
      name: component.name,
      version: component.version,
      purl: purlOf(component),
      hashes: [{ alg: "SHA-512", content: hexOf(component.integrity) }],
      licenses: [licenceOf(component.licence)],
      ...(component.source === undefined ? {} : { externalReferences: [{ type: "vcs", url: component.source }] }),
    })),
    dependencies: [{ ref: subject, dependsOn: components.map(purlOf) }],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const purlOf = ({ name, version }: Component): string => `pkg:npm/${name.replace("@", "%40")}@${version}`;

const hexOf = (integrity: string): string => Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex");

const licenceOf = (licence: string): object => (/[ ()]/.test(licence) ? { expression: licence } : { license: { id: licence } });

/** The terms of everybody whose work is in the package, each text once a component, and where its source is. */
export const formatLicences = (components: readonly Component[]): string =>
  components
    .map(({ name, version, licence, source, text }) =>
      [
        "=".repeat(80),
        `${name} ${version}: ${licence}`,
        ...(source === undefined ? [] : [`Source code: ${source}, of this version in the npm package ${name}@${version}`]),
        `\n${text}\n`,
      ].join("\n"),
    )
    .join("\n");
