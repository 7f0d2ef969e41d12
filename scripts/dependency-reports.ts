/** Output of `pnpm licenses list --json`: packages by their licences. */
export type Licences = Readonly<
  Record<string, readonly { readonly name: string; readonly versions: readonly string[] }[]>
>;

/** Licences that require no more than their notice. A maintainer has to look at any other one. */
const allowed: ReadonlySet<string> = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
]);

/** Returns a line for each package of the gateway whose licence is not one of these. */
export function licenceProblems(licences: Licences): readonly string[] {
  return Object.entries(licences)
    .filter(([licence]) => !allowed.has(licence))
    .flatMap(([licence, packages]) =>
      packages.map(({ name, versions }) => `${name} ${versions.join(', ')}: licence ${licence}`),
    );
}

/** Returns the number of packages of each licence, with their names if there are three at most. */
export function licenceTable(licences: Licences): string {
  return Object.entries(licences)
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([licence, packages]) => {
      const named = packages.length <= 3 ? `  ${packages.map(({ name }) => name).join(', ')}` : '';
      return `  ${String(packages.length).padStart(4)}  ${licence}${named}`;
    })
    .join('\n');
}

interface Advisory {
  readonly module_name?: string;
  readonly severity?: string;
  readonly title?: string;
}

/** Returns the vulnerabilities in the output of `pnpm audit --json`; undefined if the registry did not answer it. */
export function vulnerabilitiesIn(output: string): readonly string[] | undefined {
  let report: { readonly advisories?: Readonly<Record<string, Advisory>>; readonly error?: unknown };
  try {
    report = JSON.parse(output) as typeof report;
  } catch {
    return undefined;
  }
  if (report.error !== undefined || !report.advisories) return undefined;
  return Object.values(report.advisories).map(
    ({ module_name: name = '?', severity = '?', title = '' }) => `${severity}: ${name}: ${title}`,
  );
}
