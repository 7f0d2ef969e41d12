// Prints the licences of all dependencies, and their known vulnerabilities where the registry answers that question.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Licences, licenceProblems, licenceTable, vulnerabilitiesIn } from './dependency-reports.ts';

const { packageManager } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  packageManager: string;
};

const shipped = licences('--prod');
const all = licences();
console.log(`Licences of what the gateway runs with:\n${licenceTable(shipped)}`);
console.log(`\nLicences with tests and tools:\n${licenceTable(all)}`);
const problems = licenceProblems(shipped);
for (const problem of problems) console.error(problem);

const audit = pnpm('audit', '--json');
const found = vulnerabilitiesIn(audit.stdout);
if (!found) {
  console.log(
    '\nVulnerabilities: not known. The registry does not answer the question which of these packages have any;',
  );
  console.log('ask again where it does. This is no all-clear.');
} else if (found.length === 0) {
  console.log('\nVulnerabilities: none that the registry knows of.');
} else {
  console.error(`\nVulnerabilities:\n${found.map((line) => `  ${line}`).join('\n')}`);
}
process.exitCode = problems.length > 0 || (found?.length ?? 0) > 0 ? 1 : 0;

function licences(...flags: readonly string[]): Licences {
  const { stdout } = pnpm('licenses', 'list', '--recursive', '--json', ...flags);
  return JSON.parse(stdout) as Licences;
}

function pnpm(...args: readonly string[]): { readonly stdout: string } {
  return spawnSync('npx', ['--yes', '--prefer-offline', packageManager, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
}
