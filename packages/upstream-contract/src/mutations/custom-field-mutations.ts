import { changeRows, type Members } from './messages.ts';
import { conditions, everything, isEmptyValue, lists, type Mutation } from './mutation.ts';

const isCustom = (name: string) => name.startsWith('ufCrm');

/** Faults of custom fields. */
export const customFieldMutations: readonly Mutation[] = [
  {
    id: 'custom.booleans-in-words',
    fault: 'shows custom booleans as words',
    caughtBy: ['custom.booleans'],
    others: 1,
    ...lists((response) => changeRows(response, (rows) => rows.map(inWords))),
  },
  {
    id: 'custom.empty-ignored',
    fault: 'ignores conditions on custom fields with an empty value',
    caughtBy: ['custom.empty-number'],
    ...conditions((one) => (isCustom(one.field) && isEmptyValue(one.value) ? everything : one)),
  },
];

function inWords(row: Members): Members {
  const words: Readonly<Record<string, string>> = { Y: 'yes', N: 'no' };
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, isCustom(name) ? (words[String(value)] ?? value) : value]),
  );
}
