import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let repository: string;
beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), 'prose-'));
  execFileSync('git', ['init', '--quiet'], { cwd: repository });
});
afterAll(() => rmSync(repository, { recursive: true, force: true }));

/** Runs the check of `npm test` over a repository of one file. */
function check(text: string): { readonly status: number | null; readonly stdout: string } {
  writeFileSync(join(repository, 'a.ts'), text);
  execFileSync('git', ['add', 'a.ts'], { cwd: repository });
  return spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), repository], { encoding: 'utf8' });
}

test('the prose check fails on a new offence, and names its file and line', () => {
  const { status, stdout } = check('const a = 1;\n/** Rejects whoever sends it. */\n');
  expect(stdout).toMatch(/^a\.ts:2 whoever => .*\n1 offences\n$/);
  expect(status).toBe(1);
});

test('the prose check passes where there is no offence', () => {
  expect(check('/** Returns the cursor of a row. */\n')).toMatchObject({ status: 0, stdout: '0 offences\n' });
});
