// Writes the tables of variables into docs/configuration.md and the README: part of `npm run generate`.
import { readFile, writeFile } from 'node:fs/promises';
import { withAllTables, withRows } from './documentation.ts';

const root = new URL('../../../../', import.meta.url);
await rewrite('docs/configuration.md', withAllTables);
await rewrite('README.md', withRows);

async function rewrite(path: string, change: (page: string) => string): Promise<void> {
  const file = new URL(path, root);
  await writeFile(file, change(await readFile(file, 'utf8')));
}
