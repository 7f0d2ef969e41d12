import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/longest-first.ts';

const fromSchema = createRequire(new URL('packages/schema/package.json', import.meta.url));

export default defineConfig(({ mode }) => ({
  resolve: {
    // graphql 16 has no exports map: Vite would take its .mjs copy while Pothos and Yoga take the CommonJS one, and
    // graphql rejects a schema "from another module or realm".
    alias: [{ find: /^graphql$/, replacement: fromSchema.resolve('graphql') }],
  },
  ssr: { resolve: { conditions: ['@contacts/source', 'module-sync', 'node', 'development|production'] } },
  test: {
    include: [
      '{packages,apps}/*/src/**/*.test.ts',
      'scripts/**/*.test.ts',
      // Tests of whole programs: they start servers and processes, and take longer than `npm run test:unit` may.
      ...(mode === 'unit' ? [] : ['{packages,apps}/*/test/**/*.test.ts', 'test/**/*.test.ts']),
    ],
    // A tenth of the cases finds most faults while one types; `npm test` runs them all.
    env: mode === 'unit' ? { PROPERTY_RUNS: '0.1' } : {},
    reporters: ['default', './scripts/plain-reporter.ts'],
    // Far above what a test needs on a busy machine: they end a run that hangs, and no test relies on them.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    sequence: { sequencer: LongestFirst },
    // Files share a worker's modules, which halves the CPU of a run: a test must not leave state behind in a module.
    isolate: false,
    // One more than the two processors of CI: some files wait for processes and timers rather than compute.
    maxWorkers: 3,
  },
}));
