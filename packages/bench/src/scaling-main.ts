// What callers, rows and answers cost in CPU and memory, and how soon the first answer comes: `npm run bench -- scaling`
import { printReport } from './print.ts';
import { runScaling } from './run-scaling.ts';

await printReport('scaling', runScaling);
