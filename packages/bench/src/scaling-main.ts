// Cost of callers and rows in CPU and memory, and the time to the first answer: `npm run bench -- scaling`
import { printReport } from './print.ts';
import { runScaling } from './run-scaling.ts';

await printReport('scaling', runScaling);
