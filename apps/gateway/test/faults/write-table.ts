// Rewrites docs/faults.md from the cases that the tests run:
// `node --conditions=@contacts/source apps/gateway/test/faults/write-table.ts`
import { writeFile } from 'node:fs/promises';
import { readTable, tableFile, withTables } from './fault-table.ts';

await writeFile(tableFile, withTables(await readTable()));
