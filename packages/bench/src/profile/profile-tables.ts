import { duration, figure } from '../report/figures.ts';
import { markdownTable } from '../report/markdown-table.ts';
import { type CpuProfile, ownerOf, selfTimes } from './cpu-profile.ts';

/** Owners and functions below this share are left out of the tables, in percent. */
const LEAST_SHARE = 0.5;
const MOST_FUNCTIONS = 40;

/** Returns where the CPU went: by package or folder, then by function. */
export function profileTables(profile: unknown, operations: number): string {
  const times = selfTimes(profile as CpuProfile);
  const all = times.reduce((sum, { micros }) => sum + micros, 0);
  const owners = new Map<string, number>();
  for (const time of times) owners.set(ownerOf(time), (owners.get(ownerOf(time)) ?? 0) + time.micros);
  const cells = (micros: number): readonly string[] => [
    `${figure((micros / all) * 100)} %`,
    duration(micros / operations),
  ];
  const isLarge = (micros: number): boolean => (micros / all) * 100 >= LEAST_SHARE;
  const byOwner = [...owners].toSorted(([, a], [, b]) => b - a).filter(([, micros]) => isLarge(micros));
  const byFunction = times.slice(0, MOST_FUNCTIONS).filter(({ micros }) => isLarge(micros));
  return [
    markdownTable(
      ['where', 'share', 'per operation'],
      byOwner.map(([owner, micros]) => [owner, ...cells(micros)]),
    ),
    markdownTable(
      ['function', 'share', 'per operation'],
      byFunction.map(({ functionName, file, line, micros }) => [
        `\`${functionName}\`${file === '' ? '' : ` ${file}:${line}`}`,
        ...cells(micros),
      ]),
    ),
  ].join('\n');
}
