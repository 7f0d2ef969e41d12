import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

const fromSchema = createRequire(new URL('packages/schema/package.json', import.meta.url));

export default defineConfig({
  resolve: {
    // graphql 16 has no exports map: Vite would take its .mjs copy while Pothos and Yoga take the CommonJS one, and
    // graphql refuses a schema "from another module or realm".
    alias: [{ find: /^graphql$/, replacement: fromSchema.resolve('graphql') }],
  },
  ssr: { resolve: { conditions: ['@contacts/source', 'module-sync', 'node', 'development|production'] } },
  test: {
    include: ['{packages,apps}/*/{src,test}/**/*.test.ts', 'scripts/**/*.test.ts', 'test/**/*.test.ts'],
    reporters: ['default', './scripts/plain-reporter.ts'],
    testTimeout: 20_000,
    // What is waited for comes, on a busy machine later than within the second that is the default.
    expect: { poll: { timeout: 10_000 } },
    // Files share a worker's modules, which halves the CPU of a run: no test may leave state behind in a module.
    isolate: false,
    // By default one is left out: of two processors, half the time.
    maxWorkers: '100%',
  },
});
