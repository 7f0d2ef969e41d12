// CPU of the gateway, of a floor and of its peers for each operation: `npm run bench -- compare --quick`
import { printReport } from './print.ts';
import { runComparison } from './run-comparison.ts';

await printReport('compare', runComparison);
