import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readLockFile } from './lock-file.ts';
import { readProjectFile } from './markdown.ts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const workspaces = ['packages', 'apps'].flatMap((folder) =>
  readdirSync(new URL(`../${folder}`, import.meta.url)).map((name) => `${folder}/${name}/package.json`),
);
const manifests = ['package.json', ...workspaces].map(readManifest);
/** The stacks that the benchmark compares the gateway with; not a package of the workspace. */
const peers = readManifest('packages/bench/peers/package.json');

function readManifest(path: string): { readonly path: string; readonly manifest: Manifest } {
  return { path, manifest: JSON.parse(readProjectFile(path)) as Manifest };
}

test.each(manifests)('docs/decisions.md says what each dependency of $path is for', ({ manifest }) => {
  const decisions = readProjectFile('docs/decisions.md');
  const named = Object.keys(manifest.dependencies ?? {}).filter((name) => !name.startsWith('@contacts/'));
  expect(named.filter((name) => !decisions.includes(`\`${name}\``))).toEqual([]);
});

test.each(manifests.filter(({ manifest }) => manifest.dependencies))(
  'each dependency of $path is used',
  ({ path, manifest }) => {
    const folder = path.replace('package.json', 'src');
    const sources = readdirSync(new URL(`../${folder}`, import.meta.url), { recursive: true, encoding: 'utf8' })
      .filter((file) => /(?<!\.test)\.ts$/.test(file))
      .map((file) => readProjectFile(`${folder}/${file}`))
      .join('\n');
    const imported = (name: string): boolean => new RegExp(`(?:from|import\\() ?'${name}(?:/|')`).test(sources);
    expect(Object.keys(manifest.dependencies ?? {}).filter((name) => !imported(name))).toEqual([]);
  },
);

test.each([...manifests, peers])('$path asks for exact versions', ({ manifest }) => {
  const ranges = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  const inexact = Object.entries(ranges).filter(
    ([, range]) => !/^(?:\d+\.\d+\.\d+|catalog:|workspace:\*)$/.test(range),
  );
  expect(inexact).toEqual([]);
});

test('the install of the project leaves the peers of the benchmark out', () => {
  const locked = new Set([...readLockFile().packages.values()].map(({ name }) => name));
  const { dependencies, optionalDependencies } = peers.manifest;
  const ours = new Set(manifests.flatMap(({ manifest }) => Object.keys(manifest.dependencies ?? {})));
  const onlyPeers = Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !ours.has(name));
  expect(onlyPeers).toEqual(
    expect.arrayContaining(['@apollo/server', 'mercurius', 'grafserv', '@graphql-hive/gateway']),
  );
  expect(onlyPeers.filter((name) => locked.has(name))).toEqual([]);
});

test('the lock file of the peers records no addresses, and their install scripts are denied', () => {
  expect(readProjectFile('packages/bench/peers/pnpm-lock.yaml')).not.toMatch(/https?:\/\/|tarball:|registry\./);
  const workspace = readProjectFile('packages/bench/peers/pnpm-workspace.yaml');
  expect([...workspace.matchAll(/^ {2}\S+: (true|false)$/gm)].map(([, allowed]) => allowed)).toEqual([
    'false',
    'false',
  ]);
});

test('dependencies point one way: the sandbox needs nothing of ours, core nothing of GraphQL, schema core alone', () => {
  const dependenciesOf = (path: string): readonly string[] =>
    Object.keys(manifests.find((entry) => entry.path === path)?.manifest.dependencies ?? {});
  const ours = (path: string): readonly string[] =>
    dependenciesOf(path).filter((name) => name.startsWith('@contacts/'));
  expect(ours('packages/sandbox/package.json')).toEqual([]);
  expect(ours('packages/upstream-contract/package.json')).toEqual(['@contacts/sandbox']);
  expect(ours('packages/core/package.json')).toEqual([]);
  expect(ours('packages/schema/package.json')).toEqual(['@contacts/core']);
  expect(dependenciesOf('packages/core/package.json').filter((name) => /graphql|pothos/.test(name))).toEqual([]);
});
