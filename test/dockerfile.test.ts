import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// Building an image needs a docker engine, which tests do not have. They check the text of the file.
const root = new URL('../', import.meta.url);
const text = readFileSync(new URL('Dockerfile', root), 'utf8');
const [install = '', run = ''] = text.split(/^FROM /m).slice(1);

test('the image is installed from the lock file, without tools', () => {
  expect(install).toContain('install --prod --frozen-lockfile');
  expect(install).toContain('require("./package.json").packageManager');
});

test('both images are pinned by their digest', () => {
  const images = [...text.matchAll(/^FROM (\S+)/gm)].map(([, image = '']) => image);
  expect(images).toHaveLength(2);
  for (const image of images) expect(image).toMatch(/^[\w./-]+:[\w.-]+@sha256:[\da-f]{64}$/);
});

test('the image does not serve made-up contacts by default', () => {
  expect(run).toMatch(/^ENV NODE_ENV=production HOST=0\.0\.0\.0 /m);
  expect(run).not.toMatch(/^ENV .*(?:SANDBOX|VIBECODE_URL)/m);
});

test('the image runs without root and shell, and has a health check', () => {
  expect(run).toMatch(/^gcr\.io\/distroless\/\S+:nonroot@/m);
  expect(run).toMatch(/^USER nonroot$/m);
  expect(run).not.toMatch(/^RUN /m);
  for (const instruction of ['ENTRYPOINT', 'CMD']) {
    const [, command = ''] = new RegExp(`^\\s*${instruction} (.+)$`, 'm').exec(run) ?? [];
    expect(JSON.parse(command)).toEqual(expect.arrayContaining(['/usr/local/bin/node']));
  }
  expect(run).toMatch(/^STOPSIGNAL SIGTERM$/m);
});

test('the program that the image starts exists and is part of the image', () => {
  const [, entry = ''] = /^ENTRYPOINT .*"([^"]+\.ts)"\]$/m.exec(run) ?? [];
  expect(existsSync(new URL(entry, root))).toBe(true);
  const ignored = readFileSync(new URL('.dockerignore', root), 'utf8').split('\n');
  for (const needed of [
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    '.pnpmfile.mjs',
    'apps',
    'packages',
    '**/src',
  ]) {
    expect(ignored).not.toContain(needed);
  }
});
