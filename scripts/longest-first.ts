import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Test files that take several seconds alone, the longest first. Those that wait start beside the checks. */
export const longest: readonly string[] = [
  'apps/gateway/test/explorer/explorer.test.ts',
  'test/clean-clone.test.ts',
  'apps/gateway/test/graphiql.test.ts',
  'apps/gateway/test/shared/replicas.test.ts',
  'packages/upstream-contract/test/mutations.test.ts',
  'scripts/bootstrap.test.ts',
  'test/client-package.test.ts',
  'apps/gateway/test/process.test.ts',
  'packages/core/test/random-walks.test.ts',
  'packages/core/src/pagination/page.churn.test.ts',
  'apps/gateway/test/command-line/contacts-command.test.ts',
  'apps/gateway/test/operations/upstream-trouble.test.ts',
  'test/command-line-doc.test.ts',
];

/**
 * Starts the longest files first, so that no worker is left with one of them while the others are done. vitest orders by
 * the durations of the last run, and by size where there is none: on a new clone, short files with long tests came last.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- vitest's method, which returns another array
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = longest.indexOf(relative(root, moduleId).replaceAll('\\', '/'));
  return place === -1 ? longest.length : place;
}
