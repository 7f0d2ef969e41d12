import { PassThrough, Readable } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { exitCodes } from './exit-codes.ts';
import { runContacts } from './run-contacts.ts';

/** Runs a command in this process, with nothing in the environment. */
async function contacts(...args: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const stdin = Readable.from([]);
  const { signal } = new AbortController();
  const exit = await runContacts(args, { env: {}, stdin, stdout, stderr, signal });
  stdout.end();
  stderr.end();
  return { exit, stdout: await readAll(stdout), stderr: await readAll(stderr) };
}

test.each([
  ['an unknown command', ['lst'], 2, /unknown command 'lst'/],
  ['an unknown option', ['list', '--colums', 'x'], 2, /--colums'\n\(Did you mean --columns\?\)/],
  ['an unknown column', ['list', '--columns', 'lastname'], 2, /--columns: .*Did you mean lastName\? Allowed: /],
  ['an unknown filter', ['count', '--filter', 'companyID=1'], 2, /--filter companyID=1: .*Did you mean companyId\?/],
  ['an unknown order', ['list', '--order', 'phone'], 2, /--order: .*Allowed: /],
  ['an unknown format', ['list', '--format', 'xml'], 2, /--format: .*Allowed: table, json, ndjson, csv/],
  ['an unknown field to count by', ['count', '--by', 'name'], 2, /--by: .*Allowed: assignedById/],
  ['an id that is none', ['get', '0'], 2, /id: takes the number of a contact/],
  ['no file', ['export'], 2, /--out/],
  ['a file without a format', ['export', '--out', 'x.xls'], 2, /--out: .*--format json/],
  ['standard output as a file', ['export', '--out', '-'], 2, /contacts list --limit all/],
  ['a URL that is none', ['list', '--url', 'gateway'], 2, /--url: takes the http or https address/],
  ['a URL with a password', ['list', '--url', 'http://me:secret@127.0.0.1/graphql'], 2, /^(?!.*secret)/s],
  ['a key that cannot be sent', ['list', '--api-key', 'a\nsecret'], 2, /^(?!.*secret)/s],
  ['a key behind a misspelled option', ['list', '--apikey=secret'], 2, /^(?!.*secret)/s],
  ['a key file that is not there', ['list', '--key-file', '/nowhere/key'], 7, /\/nowhere\/key: ENOENT/],
  ['a limit of nothing', ['list', '--limit', '0'], 2, /--limit: takes a whole number from 1, or all \(got "0"\)/],
  ['no columns', ['list', '--columns', ','], 2, /--columns: takes names/],
  ['four orders', ['list', '--order', 'name,lastName,post,typeId'], 2, /--order: takes 3 fields at most \(got 4\)/],
  ['two ways to go on', ['export', '--out', 'a.csv', '--resume', '--restart'], 2, /--restart: .*one of them/],
  ['two keys', ['list', '--api-key', 'a', '--key-file', 'b'], 2, /--key-file: /],
  ['an offset that is none', ['from-curl', '/v1/contacts', '--offset', '3'], 2, /--offset: .*\+03:00 \(got "3"\)/],
  ['no request', ['from-curl'], 2, /takes a curl command, a URL/],
  ['a URL that a shell divided', ['from-curl', 'x', 'y'], 2, /single quotes/],
  ['an unknown summary', ['export', '--out', 'a.csv', '--summary', 'xml'], 2, /--summary: takes text or json/],
])('%s is rejected where it stands, with what is allowed', async (_case, args, exit, message) => {
  const run = await contacts(...args);
  expect(run).toMatchObject({ exit, stdout: '' });
  expect(run.stderr).toMatch(message);
  expect(run.stderr).not.toMatch(/\n\s+at |node:internal/);
});

test('several faults are named together', async () => {
  const { stderr } = await contacts('list', '--columns', 'nme,lastName,pst');
  expect(stderr.split('\n').filter((line) => line.startsWith('contacts: --columns'))).toHaveLength(2);
});

test.each([['--help'], ['export', '--help'], ['--version']])('%s %s is no error', async (...args) => {
  const { exit, stdout, stderr } = await contacts(...args);
  expect([exit, stderr]).toEqual([exitCodes.done, '']);
  expect(stdout).not.toBe('');
});
