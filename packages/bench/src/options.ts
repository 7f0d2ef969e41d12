import { parseArgs } from 'node:util';
import type { Rounds } from './rounds.ts';
import { allStacks } from './stacks/all-stacks.ts';
import type { Stack } from './stacks/stack.ts';
import { type Workload, workloadNamed, workloads } from './workloads.ts';

/** What the command line asks for. */
export interface Options {
  readonly command: 'compare' | 'profile';
  readonly stacks: readonly Stack[];
  readonly workloads: readonly Workload[];
  readonly rounds: Rounds;
  /** Whether the pages of docs/ are written. */
  readonly write: boolean;
}

export const usage = `npm run bench -- [compare|profile W3] [--quick] [--only ${allStacks.map(({ name }) => name).join(',')}]
  [--workloads ${workloads.map(({ name }) => name).join(',')}] [--rounds 4] [--seconds 2] [--write]`;

/** Reads the arguments. Throws an Error that says what is allowed. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      workloads: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  });
  const [command = 'compare', ...named] = positionals;
  if (command !== 'compare' && command !== 'profile') throw new Error(`No command "${command}".\n${usage}`);
  const seconds = positive('seconds', values.seconds ?? (values.quick ? '0.6' : '2'));
  return {
    command,
    stacks: chosenStacks(values.only, command),
    workloads:
      (values.workloads?.split(',') ?? (named.length > 0 ? named : undefined))?.map(workloadNamed) ?? workloads,
    rounds: {
      rounds: positive('rounds', values.rounds ?? (values.quick ? '3' : '4')),
      durationMs: seconds * 1000,
      warmUpMs: values.quick ? 1000 : 3000,
    },
    write: values.write,
  };
}

/** The floor is always among them: all ratios refer to it. */
function chosenStacks(only: string | undefined, command: string): readonly Stack[] {
  if (only === undefined) return command === 'profile' ? stacksNamed(['gateway']) : allStacks;
  const names = only.split(',');
  return stacksNamed(command === 'profile' ? names : [...new Set(['floor', ...names])]);
}

function stacksNamed(names: readonly string[]): readonly Stack[] {
  return names.map((name) => {
    const found = allStacks.find((stack) => stack.name === name);
    if (found === undefined) throw new Error(`No stack "${name}".\n${usage}`);
    return found;
  });
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} must be a number above 0 (got "${text}").\n${usage}`);
  return value;
}
