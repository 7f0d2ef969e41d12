import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '@contacts/sandbox';
import { startGatewayWithSandbox } from '../running-gateway.ts';
import { type ContactsProcess, type ContactsRun, startContacts } from './contacts-process.ts';

/** The size of an export, and the events during it. */
export interface ChurnedExport {
  readonly contacts: number;
  /** Contacts created, changed and deleted before each page: one of three kinds, at random. */
  readonly changesPerPage: number;
  /** The pages before which the export is killed, counted over all runs. */
  readonly killAtPages: readonly number[];
  readonly seed: number;
}

/** The closing figures of an export; docs/command-line.md says what they mean. */
interface Account {
  readonly before: number;
  readonly goneBefore: number;
  readonly created: number;
  readonly written: number;
  readonly goneSince: number;
  readonly createdSince: number;
  readonly after: number;
  readonly changed: number;
}

/** The outcome of an export under churn. */
export interface ChurnedExportReport {
  /** Contacts that existed from before the export until after it. */
  readonly throughout: number;
  /** Of these, how many are not in the file, or in it more than once. */
  readonly missing: number;
  readonly repeated: number;
  /** Rows of contacts that never existed. */
  readonly unknown: number;
  /** Rows of the file. */
  readonly rows: number;
  /** Contacts created, contacts deleted, and contacts of the start that were changed and still exist. */
  readonly changes: { readonly created: number; readonly deleted: number; readonly changed: number };
  readonly contactsAtTheEnd: number;
  /** The closing figures, as `--summary json` prints them. */
  readonly account: Account;
  readonly runs: readonly ContactsRun[];
  /** Runs that ended early and left a file with the final name, or none to go on with. */
  readonly misleading: number;
  /** The texts of all states that a killed export left. */
  readonly states: readonly string[];
  readonly peakMegabytes: number;
  readonly seconds: number;
}

/** Longest time between the request for a page and the kill, in milliseconds: some fall into the write of a page. */
const KILL_WITHIN_MS = 10;

/** Exports contacts that change, kills the export and resumes it until it is complete, and compares the file with the contacts. */
export async function exportUnderChurn(options: ChurnedExport): Promise<ChurnedExportReport> {
  await using gateway = await startGatewayWithSandbox({}, { contacts: options.contacts });
  const folder = await mkdtemp(join(tmpdir(), 'contacts-export-'));
  const out = join(folder, 'contacts.ndjson');
  const random = randomOf(options.seed);
  const churn = startChurn(gateway.sandbox, options.changesPerPage, random);
  const begunAt = performance.now();
  let running: ContactsProcess | undefined;
  let pages = 0;
  let peakMegabytes = 0;
  gateway.sandbox.contacts.beforeRead(({ limit }) => {
    if (!isPage(gateway.sandbox, limit)) return;
    pages += 1;
    peakMegabytes = Math.max(peakMegabytes, running?.peakMegabytes() ?? 0);
    if (!options.killAtPages.includes(pages)) return;
    const current = running;
    setTimeout(() => current?.kill('SIGKILL'), random() * KILL_WITHIN_MS);
  });

  const runs: ContactsRun[] = [];
  const states: string[] = [];
  let misleading = 0;
  try {
    do {
      running = startContacts(
        ['export', '--out', out, '--columns', 'contactId,lastName', '--resume', '--summary', 'json'],
        gateway.url,
      );
      const run = await running.ended;
      runs.push(run);
      if (run.exit === 0) break;
      if (existsSync(out) || !existsSync(`${out}.part`)) misleading += 1;
      states.push(readFileSync(`${out}.part.state`, 'utf8'));
    } while (runs.length <= options.killAtPages.length);
    const exported = existsSync(out) ? await readFile(out, 'utf8') : '';
    const account = JSON.parse(runs.at(-1)?.stdout || '{}') as Account;
    const seconds = (performance.now() - begunAt) / 1000;
    return { ...churn.compare(exported), account, runs, misleading, states, peakMegabytes, seconds };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Returns true before the read of a page; the figures at the start and the end are reads of one row, and counts. */
function isPage({ requests }: Sandbox, limit: number): boolean {
  return limit > 1 && requests.at(-1)?.path === '/v1/contacts';
}

/** Changes contacts before each page, and records the changes. */
function startChurn(sandbox: Sandbox, changesPerPage: number, random: () => number) {
  const { contacts } = sandbox;
  const original = new Set(contacts.rows().map(({ id }) => Number(id)));
  const existing = [...original];
  const ever = new Set(original);
  const changed = new Set<number>();
  const counts = { created: 0, deleted: 0 };
  contacts.beforeRead(({ limit }) => {
    if (!isPage(sandbox, limit)) return;
    for (let change = 0; change < changesPerPage; change += 1) changeOne();
  });

  function changeOne(): void {
    const kind = Math.floor(random() * 3);
    const at = Math.floor(random() * existing.length);
    const id = existing[at] ?? 0;
    if (kind === 0) {
      const created = contacts.create({ lastName: 'Created' });
      existing.push(created);
      ever.add(created);
      counts.created += 1;
    } else if (kind === 1) {
      contacts.update(id, { comments: 'Changed' });
      changed.add(id);
    } else {
      contacts.delete(id);
      existing[at] = existing.at(-1) ?? 0;
      existing.pop();
      counts.deleted += 1;
    }
  }

  return {
    compare(exported: string) {
      const rows = exported.split('\n').filter((line) => line !== '');
      const ids = rows.map((line) => (JSON.parse(line) as { contactId: number }).contactId);
      const times = new Map<number, number>();
      for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
      const left = new Set(existing);
      const throughout = [...original].filter((id) => left.has(id));
      return {
        throughout: throughout.length,
        missing: throughout.filter((id) => !times.has(id)).length,
        repeated: [...times.values()].filter((number) => number > 1).length,
        unknown: ids.filter((id) => !ever.has(id)).length,
        rows: rows.length,
        changes: { ...counts, changed: throughout.filter((id) => changed.has(id)).length },
        contactsAtTheEnd: contacts.size,
      };
    },
  };
}

/** Returns a generator of numbers from 0 to 1 that depends on the seed only. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
