import { readFileSync } from 'node:fs';

/** One package version of the lock file. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Supported systems and processors; empty for a package that runs everywhere. */
  readonly os: readonly string[];
  readonly cpu: readonly string[];
  readonly libc: readonly string[];
}

/** The parts of pnpm-lock.yaml that tests read. */
export interface LockFile {
  readonly text: string;
  readonly packages: ReadonlyMap<string, LockedPackage>;
  /** The optional dependencies of each package, as `name@version`; of the root under the empty name. */
  readonly optionalOf: ReadonlyMap<string, readonly string[]>;
}

const file = new URL('../pnpm-lock.yaml', import.meta.url);

/** Reads the lock file. It is written by pnpm alone, so its lines have one form: no YAML parser is needed. */
export function readLockFile(): LockFile {
  const text = readFileSync(file, 'utf8');
  const packages = new Map<string, LockedPackage>();
  for (const [key, lines] of entriesOf(text, 'packages')) {
    const at = key.lastIndexOf('@');
    const list = (member: string): readonly string[] =>
      lines.find((line) => line.startsWith(`    ${member}: [`))?.match(/[a-z0-9_!]+(?=[,\]])/g) ?? [];
    packages.set(key, {
      name: key.slice(0, at),
      version: key.slice(at + 1),
      os: list('os'),
      cpu: list('cpu'),
      libc: list('libc'),
    });
  }
  const optionalOf = new Map<string, readonly string[]>();
  for (const [key, lines] of entriesOf(text, 'snapshots')) {
    optionalOf.set(key, dependenciesIn(lines, 'optionalDependencies', /^ {6}(\S+): (\S+)$/));
  }
  const root = new Map(entriesOf(text, 'importers')).get('.') ?? [];
  optionalOf.set('', rootOptional(root));
  return { text, packages, optionalOf };
}

/** The entries of a section: a key at two spaces, and the lines below it. */
function entriesOf(text: string, section: string): readonly (readonly [string, readonly string[]])[] {
  const [, body = ''] = new RegExp(`^${section}:\\n([^]*?)(?=^\\S|$(?![^]))`, 'm').exec(text) ?? [];
  return body.split(/^(?= {2}\S)/m).flatMap((entry) => {
    const [head = '', ...lines] = entry.split('\n');
    const key = /^ {2}'?(.+?)'?:(?: \{\})?$/.exec(head)?.[1];
    return key === undefined ? [] : [[key, lines] as const];
  });
}

function dependenciesIn(lines: readonly string[], member: string, line: RegExp): readonly string[] {
  const start = lines.indexOf(`    ${member}:`);
  if (start === -1) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((one) => !one.startsWith('      '));
  return rest.slice(0, end === -1 ? undefined : end).flatMap((one) => {
    const [, name = '', version = ''] = line.exec(one) ?? [];
    return name === '' ? [] : [`${name.replaceAll("'", '')}@${version}`];
  });
}

/** The root's are written on three lines each: name, specifier, version. */
function rootOptional(lines: readonly string[]): readonly string[] {
  const start = lines.indexOf('    optionalDependencies:');
  const rest = start === -1 ? [] : lines.slice(start + 1);
  const end = rest.findIndex((one) => one !== '' && !one.startsWith('      '));
  const text = rest.slice(0, end === -1 ? undefined : end).join('\n');
  return [...text.matchAll(/^ {6}'?([^\s']+)'?:\n {8}specifier: .*\n {8}version: (\S+)$/gm)].map(
    ([, name = '', version = '']) => `${name}@${version}`,
  );
}
