// Where the CPU goes, by package and by function: `npm run bench -- profile W3`
import { printReport } from './print.ts';
import { runProfile } from './run-profile.ts';

await printReport('profile', runProfile);
