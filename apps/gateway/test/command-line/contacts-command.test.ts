import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@contacts/local-server';
import { keys } from '@contacts/sandbox';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';
import { runContacts } from './contacts-in-process.ts';
import { runContacts as runProcess, startContacts } from './contacts-process.ts';

let gateway: GatewayWithSandbox;
let folder: string;
beforeAll(async () => {
  gateway = await startGatewayWithSandbox();
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contacts-command-'));
  gateway.sandbox.reset();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function contacts(...args: readonly string[]) {
  return runContacts(args, gateway.url);
}

describe('list', () => {
  test('list prints a table, and on standard error that there are more contacts', async () => {
    const args = ['list', '--filter', 'companyId=15', '--limit', '2'];
    const { exit, stdout, stderr } = await runProcess(args, gateway.url);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/│ contactId │ name .*\n/);
    expect(stdout.match(/\n├/g)).toHaveLength(2);
    expect(stderr).toMatch(/^2 of \d+ contacts; --limit all prints all\.\n$/);
  });

  test('list prints CSV, NDJSON and JSON of the same rows, in order, with columns of relations', async () => {
    const args = [
      'list',
      '--order=-createdTime',
      '--columns',
      'contactId,lastName,company.title,phones.value',
      '--limit',
      '60',
    ];
    const [csv, ndjson, json] = await Promise.all(
      ['csv', 'ndjson', 'json'].map((format) => contacts(...args, '--format', format)),
    );
    const rows = JSON.parse(json?.stdout ?? '') as readonly {
      readonly contactId: number;
      readonly 'company.title': string | null;
    }[];
    expect(rows).toHaveLength(60);
    expect(
      ndjson?.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(rows);
    const lines = csv?.stdout.trimEnd().split('\n') ?? [];
    expect(lines[0]).toBe('contactId,lastName,company.title,phones.value');
    expect(lines).toHaveLength(61);
    expect(rows.some((row) => row['company.title'] !== null)).toBe(true);
  });

  test('list prints all contacts with one upstream call for each 50', async () => {
    gateway.sandbox.clearRequests();
    const { stdout } = await contacts('list', '--limit', 'all', '--format', 'ndjson');
    expect(stdout.trimEnd().split('\n')).toHaveLength(1167);
    expect(gateway.calls()).toHaveLength(24);
  });

  test('list prints the rest if a part cannot be read, and exits with code 8', async () => {
    const args = ['list', '--columns', 'contactId,assignedBy.name', '--limit', '3', '--format', 'csv'];
    const { exit, stdout, stderr } = await runContacts(args, gateway.url, { CONTACTS_API_KEY: keys.crmOnly });
    expect(exit).toBe(8);
    expect(stdout).toBe('contactId,assignedBy.name\n1,\n2,\n3,\n');
    expect(stderr).toMatch(/scope/);
  });

  test('list removes control characters from values in a table', async () => {
    gateway.sandbox.contacts.update(1, { lastName: 'A\u001B[31mB\nC' });
    const { stdout } = await contacts('list', '--filter', 'contactId=1', '--columns', 'lastName');
    expect(stdout).toContain('A[31mB C');
    expect(stdout).not.toContain('\u001B');
  });
});

describe('get, count and columns', () => {
  test('get prints one contact with its relations', async () => {
    const { exit, stdout } = await contacts('get', '17', '--format', 'json');
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      contactId: 17,
      name: 'Ivan',
      phones: [{ type: 'WORK', value: '74955553546' }],
    });
  });

  test('get prints the rest if a part cannot be read, and exits with code 8', async () => {
    const { exit, stdout, stderr } = await runContacts(['get', '17', '--format', 'json'], gateway.url, {
      CONTACTS_API_KEY: keys.crmOnly,
    });
    expect(exit).toBe(8);
    expect(JSON.parse(stdout)).toMatchObject({ contactId: 17, 'assignedBy.name': null });
    expect(stderr).not.toBe('');
  });

  test('get exits with code 3 for a contact that does not exist', async () => {
    expect(await contacts('get', '99999999')).toMatchObject({
      exit: 3,
      stdout: '',
      stderr: expect.stringContaining('no contact 99999999') as string,
    });
  });

  test('count prints a number, or one for each value', async () => {
    expect((await contacts('count')).stdout).toBe('1167\n');
    const { stdout } = await contacts('count', '--by', 'typeId', '--format', 'csv');
    const numbers = stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[1]));
    expect(numbers.reduce((sum, number) => sum + number, 0)).toBe(1167);
  });

  test('columns prints the fields to select, filter and sort by, and the portal’s custom fields', async () => {
    const { stdout } = await contacts('columns', '--format', 'ndjson');
    expect(stdout).toMatch(/"column":"lastName","type":"String","filter operators":"contains eq [^"]*","order":"yes"/);
    expect((await contacts('columns', '--custom', '--format', 'csv')).stdout).toMatch(/\nufCrm_\d+,string,/);
  });
});

describe('from-curl', () => {
  const command = `curl "https://vibecode.bitrix24.tech/v1/contacts?limit=3&filter[companyId]=15&select=id,name" -H "X-Api-Key: vibe_api_secret"`;

  test('from-curl prints an operation, its variables and a command with the same rows as --run, without the key', async () => {
    const { exit, stdout, stderr } = await contacts('from-curl', '--json', command);
    expect([exit, stderr]).toEqual([0, '']);
    expect(stdout).not.toContain('vibe_api_secret');
    const {
      query,
      variables,
      command: list,
    } = JSON.parse(stdout) as Record<'query' | 'command', string> & { variables: object };
    expect(variables).toEqual({ filter: { companyId: { eq: 15 } }, first: 3 });
    expect(query).toContain('nodes { contactId name }');
    expect(list).toBe(`contacts list --filter '{"companyId":{"eq":15}}' --columns contactId,name --limit 3`);
    const run = await contacts('from-curl', command, '--run');
    const listed = await contacts(
      'list',
      '--filter',
      '{"companyId":{"eq":15}}',
      '--columns',
      'contactId,name',
      '--limit',
      '3',
    );
    expect(run).toEqual(listed);
  });

  test('from-curl accepts the words as the shell split them, with options of curl', async () => {
    const { exit, stdout } = await contacts(
      'from-curl',
      '--json',
      'curl',
      '-s',
      '-H',
      'X-Api-Key: vibe_api_secret',
      'https://x.test/v1/contacts?sort=-id&offset=50',
    );
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ variables: { orderBy: [{ field: 'CONTACT_ID', direction: 'DESC' }] } });
  });

  test('from-curl names each parameter without a counterpart', async () => {
    const { exit, stderr } = await contacts('from-curl', '/v1/contacts?filter[nme]=x&limit=a');
    expect(exit).toBe(2);
    expect(stderr).toMatch(/^contacts: filter\[nme\]: .* Did you mean name\? Allowed: .*\ncontacts: limit: takes/);
  });
});

describe('errors are printed on standard error, without a stack', () => {
  test.each([
    [
      'an unknown custom field',
      ['list', '--columns', 'ufCrm_1'],
      2,
      /no custom field "ufCrm_1".*Allowed: ufCrm_1720019876534/,
    ],
    ['a global id of another type', ['get', 'VXNlcjox'], 2, /BAD_USER_INPUT/],
    ['a folder that does not exist', ['export', '--out', 'nowhere/at/all.csv'], 7, /nowhere\/at\/all\.csv.*ENOENT/],
    [
      'a wrong key',
      ['list', '--api-key', 'vibe_api_secret'],
      4,
      /^(?!.*vibe_api_secret).*\[UNAUTHENTICATED\]\n.*CONTACTS_API_KEY/s,
    ],
  ])('%s is reported on standard error, without a stack', async (_case, args, exit, message) => {
    const run = await runProcess(args, gateway.url);
    expect(run).toMatchObject({ exit, stdout: '' });
    expect(run.stderr).toMatch(message);
    expect(run.stderr).not.toMatch(/\n\s+at |node:internal/);
  });

  test('list reports a gateway that cannot be reached', async () => {
    const run = await contacts('list', '--url', `http://127.0.0.1:${await freePort()}/graphql`);
    expect(run).toMatchObject({ exit: 5, stdout: '' });
    expect(run.stderr).toMatch(/\(ECONNREFUSED\).*\n.*CONTACTS_URL/);
  });

  test('list reports a server that is not a gateway', async () => {
    const run = await contacts('list', '--url', `${gateway.sandbox.url}/v1/contacts`);
    expect(run).toMatchObject({ exit: 6, stderr: expect.stringContaining('it ends with /graphql') as string });
  });
});

describe('export', () => {
  const path = (name: string): string => join(folder, name);

  test('export writes each format, readable only by its owner, and leaves no other file', async () => {
    const count = gateway.sandbox.contacts.rows().filter(({ id }) => Number(id) <= 120).length;
    const args = ['--columns', 'contactId,lastName', '--filter', 'contactId<=120'];
    for (const format of ['csv', 'ndjson', 'json']) {
      const { exit, stdout } = await contacts('export', '--out', path(`a.${format}`), ...args);
      expect([exit, stdout]).toEqual([
        0,
        expect.stringContaining(
          `: ${count} before - 0 gone before they were read + 0 created = ${count} written`,
        ) as string,
      ]);
      expect((await stat(path(`a.${format}`))).mode & 0o777).toBe(0o600);
      expect(existsSync(path(`a.${format}.part`)) || existsSync(path(`a.${format}.part.state`))).toBe(false);
    }
    const rows = JSON.parse(await readFile(path('a.json'), 'utf8')) as readonly object[];
    expect(rows).toHaveLength(count);
    const ndjson = (await readFile(path('a.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(ndjson.map((line) => JSON.parse(line) as object)).toEqual(rows);
    expect((await readFile(path('a.csv'), 'utf8')).trimEnd().split('\n')).toHaveLength(count + 1);
  });

  test('export of no contacts writes a complete file', async () => {
    const { exit } = await contacts('export', '--out', path('a.json'), '--filter', 'lastName=No such name');
    expect(exit).toBe(0);
    expect(JSON.parse(await readFile(path('a.json'), 'utf8'))).toEqual([]);
  });

  test('export for spreadsheets begins with a byte order mark and disarms formulas', async () => {
    gateway.sandbox.contacts.update(1, { lastName: '=1+1' });
    const args = ['--columns', 'lastName', '--filter', 'contactId=1', '--spreadsheet'];
    await contacts('export', '--out', path('a.csv'), ...args);
    expect(await readFile(path('a.csv'), 'utf8')).toBe("\uFEFFlastName\n'=1+1\n");
  });

  test('export replaces a file only with --force', async () => {
    await writeFile(path('a.csv'), 'mine');
    const args = ['export', '--out', path('a.csv'), '--filter', 'contactId=1', '--columns', 'contactId'];
    expect(await contacts(...args)).toMatchObject({ exit: 7, stderr: expect.stringContaining('--force') as string });
    expect(await readFile(path('a.csv'), 'utf8')).toBe('mine');
    expect((await contacts(...args, '--force')).exit).toBe(0);
    expect(await readFile(path('a.csv'), 'utf8')).toBe('contactId\n1\n');
  });

  test('export stops at a part that cannot be read, or leaves it empty and reports it', async () => {
    const args = [
      'export',
      '--out',
      path('a.csv'),
      '--filter',
      'contactId<=2',
      '--columns',
      'contactId,assignedBy.name',
    ];
    const env = { CONTACTS_API_KEY: keys.crmOnly };
    expect(await runContacts(args, gateway.url, env)).toMatchObject({ exit: 4, stdout: '' });
    expect(existsSync(path('a.csv'))).toBe(false);
    const partial = await runContacts([...args, '--restart', '--allow-partial'], gateway.url, env);
    expect(partial).toMatchObject({ exit: 8, stdout: expect.stringContaining('1 pages came in part') as string });
    expect(await readFile(path('a.csv'), 'utf8')).toBe('contactId,assignedBy.name\n1,\n2,\n');
  });

  /** Starts an export and ends it by a signal in the middle. */
  async function interrupt(args: readonly string[], signal: NodeJS.Signals) {
    const child = startContacts(args, gateway.url);
    let reads = 0;
    const stop = gateway.sandbox.contacts.beforeRead(() => {
      reads += 1;
      if (reads === 10) child.kill(signal);
    });
    const run = await child.ended;
    stop();
    return run;
  }

  test('an interrupted export tells how to resume it, and is resumed with the same options only', async () => {
    const args = ['export', '--out', path('a.csv'), '--columns', 'contactId'];
    const run = await interrupt(args, 'SIGINT');
    expect(run).toMatchObject({ exit: 130, stdout: '' });
    expect(run.stderr).toMatch(
      /rows are in .*a\.csv\.part; the same command with --resume.*\ncontacts: Interrupted by SIGINT\.\n$/,
    );
    expect(existsSync(path('a.csv'))).toBe(false);
    const state = await readFile(path('a.csv.part.state'), 'utf8');
    expect(state).not.toContain(keys.all);
    expect(state).not.toContain(gateway.url);

    expect(await contacts(...args)).toMatchObject({
      exit: 7,
      stderr: expect.stringContaining('--resume goes on with it, --restart begins again') as string,
    });
    const others = [
      [...args, '--filter', 'companyId=15'],
      [...args, '--order', 'lastName'],
      ['export', '--out', path('a.csv'), '--columns', 'contactId,lastName'],
      [...args, '--spreadsheet'],
    ];
    const differences: string[] = [];
    for (const other of others) differences.push((await contacts(...other, '--resume')).stderr);
    expect(differences.map((text) => /the (\w+(?: \w+)*) differ/.exec(text)?.[1] ?? text)).toEqual([
      'filter',
      'order',
      'columns',
      'format',
    ]);
    const another = await runContacts([...args, '--resume'], gateway.url, {
      CONTACTS_API_KEY: keys.app,
      CONTACTS_SESSION: 'x',
    });
    expect(another).toMatchObject({
      exit: 7,
      stderr: expect.stringContaining('the gateway or credentials differ') as string,
    });

    expect((await contacts(...args, '--resume')).exit).toBe(0);
    const ids = (await readFile(path('a.csv'), 'utf8')).trimEnd().split('\n').slice(1);
    expect(ids).toEqual(gateway.sandbox.contacts.rows().map(({ id }) => String(id)));
  });

  test('an export that was killed during a write removes what is after its state', async () => {
    const args = ['export', '--out', path('a.json'), '--columns', 'contactId', '--resume'];
    expect((await interrupt(args, 'SIGKILL')).exit).toBe('SIGKILL');
    const part = path('a.json.part');
    await writeFile(part, `${await readFile(part, 'utf8')},\n{"contactId":1},\n{"conta`);
    await writeFile(`${part}.lock`, '999999999');
    expect((await contacts(...args)).exit).toBe(0);
    const rows = JSON.parse(await readFile(path('a.json'), 'utf8')) as readonly { readonly contactId: number }[];
    expect(rows.map(({ contactId }) => contactId)).toEqual(gateway.sandbox.contacts.rows().map(({ id }) => id));
  });

  test.each(['before', 'after'])('an export that was killed %s the rename of its file is completed', async (when) => {
    const args = ['export', '--out', path('a.csv'), '--columns', 'contactId', '--resume'];
    await interrupt(args, 'SIGKILL');
    const file = path('a.csv.part.state');
    const complete = {
      before: 9,
      goneBefore: 0,
      created: 0,
      written: 9,
      goneSince: 0,
      createdSince: 0,
      after: 9,
      changed: 0,
      partialPages: 0,
    };
    await writeFile(file, JSON.stringify({ ...(JSON.parse(await readFile(file, 'utf8')) as object), complete }));
    if (when === 'after') await rename(path('a.csv.part'), path('a.csv'));
    gateway.sandbox.clearRequests();
    expect(await contacts(...args)).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('= 9 written') as string,
    });
    expect(gateway.calls()).toEqual([]);
    expect(await readdir(folder)).toEqual(['a.csv']);
  });

  test('an export with an invalid state begins again with --restart', async () => {
    await writeFile(path('a.csv.part.state'), '{"version":2}');
    const args = ['export', '--out', path('a.csv'), '--filter', 'contactId=1', '--columns', 'contactId'];
    expect(await contacts(...args, '--resume')).toMatchObject({
      exit: 7,
      stderr: expect.stringContaining('no state of an export') as string,
    });
    expect((await contacts(...args, '--restart')).exit).toBe(0);
  });

  test('two exports into one file cannot run at the same time', async () => {
    const args = ['export', '--out', path('a.csv'), '--columns', 'contactId', '--resume'];
    await writeFile(path('a.csv.part.lock'), String(process.pid));
    expect(await runProcess(args, gateway.url)).toMatchObject({
      exit: 7,
      stderr: expect.stringContaining(`process ${process.pid}`) as string,
    });
    expect(existsSync(path('a.csv.part.lock'))).toBe(true);
  });
});
