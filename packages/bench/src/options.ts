import { parseArgs } from 'node:util';
import type { Rounds } from './rounds.ts';
import { allStacks } from './stacks/all-stacks.ts';
import type { Stack } from './stacks/stack.ts';
import { type Workload, workloadNamed, workloads } from './workloads.ts';

/** The arguments of the command line. */
export interface Options {
  readonly stacks: readonly Stack[];
  readonly workloads: readonly Workload[];
  readonly rounds: Rounds;
  /** True if the pages of docs/ are written. */
  readonly write: boolean;
}

/** The commands, and which stacks they run if none are chosen. */
const defaultStacks = {
  compare: allStacks.map(({ name }) => name),
  profile: ['gateway'],
  scaling: ['gateway'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Command = keyof typeof defaultStacks;

export const usage = `npm run bench -- [compare|scaling|profile] [${workloads.map(({ name }) => name).join(' ')}]
  --quick                a short run
  --only a,b             stacks: ${allStacks.map(({ name }) => name).join(', ')}; the floor is always measured
  --rounds 4 --seconds 2 rounds, and the length of each
  --write                write docs/benchmark.md and docs/benchmark.svg (compare)`;

/** Reads the arguments of a command. Throws an Error that says what is allowed. */
export function readOptions(command: Command, args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  });
  const seconds = positive('seconds', values.seconds ?? (values.quick ? '0.6' : '2'));
  const names = values.only?.split(',') ?? defaultStacks[command];
  return {
    stacks: stacksNamed(command === 'profile' ? names : [...new Set(['floor', ...names])]),
    workloads: positionals.length > 0 ? positionals.map(workloadNamed) : workloads,
    rounds: {
      rounds: positive('rounds', values.rounds ?? (values.quick ? '3' : '4')),
      durationMs: seconds * 1000,
      warmUpMs: values.quick ? 1000 : 3000,
    },
    write: values.write,
  };
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
