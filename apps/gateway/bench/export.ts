// An export of contacts that change meanwhile, killed by SIGKILL and resumed, and the content of its file:
// `npm run bench -- export [contacts] [changes per page] [kills]`
import { exportUnderChurn } from '../test/command-line/export-under-churn.ts';

const [contacts = 100_000, changesPerPage = 3, kills = 3] = process.argv.slice(2).map(Number);
const PAGE = 50;
const MAX_MEGABYTES = 200;
const pages = Math.ceil(contacts / PAGE);
const killAtPages = Array.from({ length: kills }, (_, kill) => Math.round(((kill + 1) * pages) / (kills + 1)) + kill);

const report = await exportUnderChurn({ contacts, changesPerPage, killAtPages, seed: 18 });
const { account, changes } = report;
const addsUp =
  account.before - account.goneBefore + account.created === account.written &&
  account.written - account.goneSince + account.createdSince === account.after &&
  account.written === report.rows &&
  account.after === report.contactsAtTheEnd &&
  account.changed === report.changes.changed;
const lines = [
  `${contacts} contacts; before each page of ${PAGE}, ${changesPerPage} created, changed or deleted: ` +
    `${changes.created} created, ${changes.deleted} deleted, ${changes.changed} changed that still exist`,
  `runs ended with ${report.runs.map(({ exit }) => exit).join(', ')}; files that looked complete and were not: ${report.misleading}`,
  `of ${report.throughout} contacts that existed throughout, missing ${report.missing}, repeated ${report.repeated}; rows of no contact ${report.unknown}`,
  `closing figures ${JSON.stringify(account)}: ${addsUp ? 'they add up' : 'they do NOT add up'}`,
  `peak memory of the command ${report.peakMegabytes.toFixed(0)} MB; ${report.seconds.toFixed(0)} s with gateway and sandbox on the same machine`,
];
process.stdout.write(`${lines.join('\n')}\n`);
const isExact = report.missing + report.repeated + report.unknown + report.misleading === 0;
const isSmall = report.peakMegabytes < MAX_MEGABYTES;
process.exitCode = isExact && addsUp && isSmall && report.runs.at(-1)?.exit === 0 ? 0 : 1;
