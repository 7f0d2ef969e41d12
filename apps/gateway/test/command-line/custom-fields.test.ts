import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startGatewayWithSandbox } from '../running-gateway.ts';
import { runContacts } from './contacts-process.ts';

const gateway = await startGatewayWithSandbox({}, { contacts: 120 });
const folder = await mkdtemp(join(tmpdir(), 'contacts-custom-'));
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => gateway.sandbox.clearRequests());

const integer = 'ufCrm_1720019876535';
const enumeration = 'ufCrm_1720019876540';

for (let id = 1; id <= 120; id += 1) {
  gateway.sandbox.contacts.update(id, { [integer]: id % 10, [enumeration]: 51 + (id % 3) });
}

const rows = () => gateway.sandbox.contacts.rows();
const largest = () =>
  rows()
    .filter((row) => Number(row[integer]) >= 7)
    .toSorted((a, b) => Number(b[integer]) - Number(a[integer]) || Number(a['id']) - Number(b['id']))
    .map(({ id }) => Number(id));

function contacts(...args: readonly string[]) {
  return runContacts(args, gateway.url);
}

describe('custom fields are filtered and sorted by', () => {
  test('list, in the order of the values', async () => {
    const { exit, stdout } = await contacts(
      'list',
      '--filter',
      `${integer}>=7`,
      `--order=-${integer}`,
      '--columns',
      'contactId',
      '--limit',
      'all',
      '--format',
      'ndjson',
    );
    expect(exit).toBe(0);
    const ids = stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { readonly contactId: number }).contactId);
    expect(ids).toEqual(largest());
  });

  test('count, by the title of an option', async () => {
    const { stdout } = await contacts('count', '--filter', `${enumeration}=Wholesale`);
    expect(stdout).toBe(`${rows().filter((row) => row[enumeration] === 52).length}\n`);
  });

  test('export', async () => {
    const out = join(folder, 'largest.csv');
    const { exit } = await contacts(
      'export',
      '--out',
      out,
      '--filter',
      `${integer}>=7`,
      `--order=-${integer}`,
      '--columns',
      'contactId',
    );
    expect(exit).toBe(0);
    expect((await readFile(out, 'utf8')).trimEnd().split('\n').slice(1).map(Number)).toEqual(largest());
  });

  test('from-curl, with the types of the portal', async () => {
    const url = `/v1/contacts?filter[>=${integer}]=7&order[${integer}]=desc&select=id&limit=50`;
    const { exit, stdout, stderr } = await contacts('from-curl', '--run', '--format', 'csv', url);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n').slice(1).map(Number)).toEqual(largest());
  });

  test('the command that from-curl prints', async () => {
    const url = `/v1/contacts?filter[>=${integer}]=7&order[${integer}]=desc&select=id`;
    const { stdout, stderr } = await contacts('from-curl', '--json', url);
    expect(stderr).toContain('of the kind "number"');
    const { command } = JSON.parse(stdout) as { readonly command: string };
    expect(command).toContain(`--filter '{"custom":[{"field":"${integer}","number":{"gte":7}}]}' --order -${integer}`);
  });
});

test('a condition that the portal cannot have costs its field list alone, and says what is allowed', async () => {
  const wrong = await contacts('list', '--filter', `${integer}=many`, '--order', 'ufCrm_1');
  expect(wrong).toMatchObject({ exit: 2, stdout: '' });
  expect(wrong.stderr).toContain('takes a number');
  const unknown = await contacts('count', '--filter', 'ufCrm_1=5');
  expect(unknown).toMatchObject({ exit: 2, stdout: '' });
  expect(unknown.stderr).toContain(`Allowed: `);
  expect(unknown.stderr).toContain(integer);
  expect(gateway.calls().filter((call) => !call.startsWith('GET /v1/contacts/fields'))).toEqual([]);
});
