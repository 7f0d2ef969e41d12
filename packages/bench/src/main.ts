// Compares the gateway with a floor and with its peers: `npm run bench -- --quick`
import { readOptions } from './options.ts';
import { runComparison } from './run-comparison.ts';
import { runProfile } from './run-profile.ts';

const say = (line: string): void => console.error(line);

try {
  const options = readOptions(process.argv.slice(2));
  const run = options.command === 'profile' ? runProfile : runComparison;
  console.log(await run(options, say));
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
}
