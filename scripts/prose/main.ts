// Prints every offence against the word list, and their number. Exits with 1 if there are any.
import { lintProject } from './lint-prose.ts';

const offences = await lintProject();
for (const { file, line, message } of offences) console.log(`${file}:${line} ${message}`);
console.log(`${offences.length} offences`);
process.exitCode = offences.length > 0 ? 1 : 0;
