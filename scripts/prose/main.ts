// Prints every offence against the word list, and their number. Exits with 1 if there are any. Usage: main.ts [repository]
import { resolve, sep } from 'node:path';
import { lintProject } from './lint-prose.ts';

const root = resolve(process.argv[2] ?? `${import.meta.dirname}/../..`);
const offences = await lintProject(`${root}${sep}`);
for (const { file, line, message } of offences) console.log(`${file}:${line} ${message}`);
console.log(`${offences.length} offences`);
process.exitCode = offences.length > 0 ? 1 : 0;
