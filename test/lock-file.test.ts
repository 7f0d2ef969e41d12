import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readLockFile } from './lock-file.ts';

const lock = readLockFile();
const platforms = ['linux', 'darwin', 'win32'].flatMap((os) => ['x64', 'arm64'].map((cpu) => `${os}-${cpu}`));

/** The platforms that a package's optional, platform-bound dependencies cover; on Linux that of most machines, glibc. */
function platformsOf(key: string): ReadonlySet<string> {
  const bound = (lock.optionalOf.get(key) ?? []).flatMap((dependency) => lock.packages.get(dependency) ?? []);
  return new Set(
    bound
      .filter(({ libc }) => libc.length === 0 || libc.includes('glibc'))
      .flatMap(({ os, cpu }) => os.flatMap((system) => cpu.map((processor) => `${system}-${processor}`))),
  );
}

/** Packages that come with binaries for platforms; the root's own is Node. */
const native = [...lock.optionalOf.keys()]
  .filter((key) => platformsOf(key).size > 0)
  // A key ends with the peers that it was resolved with: `oxlint@1.0.0(oxlint-tsgolint@7.0.0)`.
  .map((key) => ({ key, name: key === '' ? 'node' : key.slice(0, key.indexOf('@', 1)) }));

test('the lock file was read', () => {
  expect(lock.packages.size).toBeGreaterThan(200);
});

test('the lock file records no addresses', () => {
  expect(lock.text).not.toMatch(/https?:\/\/|tarball:|registry\./);
});

test('the packages with binaries are those of the list', () => {
  expect(native.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['node', 'turbo', 'oxlint', 'oxlint-tsgolint', 'oxfmt', 'typescript', 'rolldown']),
  );
});

// The newest release of a tool can lack some of them for a while; pnpm leaves those out without a warning, and the
// project fails on the machines that need them.
describe('a tool with binaries has them for every platform', () => {
  test.each(native)('$name', ({ key }) => {
    expect(platforms.filter((platform) => !platformsOf(key).has(platform))).toEqual([]);
  });
});

test('install scripts are denied, with no exception', () => {
  const workspace = readFileSync(new URL('../pnpm-workspace.yaml', import.meta.url), 'utf8');
  const [, allowed = ''] = /^allowBuilds:\n((?: {2}.*\n)*)/m.exec(workspace) ?? [];
  const decisions = allowed.trimEnd().split('\n');
  expect(decisions.length).toBeGreaterThan(0);
  for (const decision of decisions) expect(decision).toMatch(/^ {2}\S+: false$/);
  expect(workspace).not.toMatch(/onlyBuiltDependencies|dangerouslyAllowAllBuilds|neverBuiltDependencies/);
});

test('packages of this project have no install scripts', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    scripts: Record<string, string>;
  };
  expect(Object.keys(manifest.scripts).filter((name) => /install|prepare/.test(name))).toEqual([]);
});
