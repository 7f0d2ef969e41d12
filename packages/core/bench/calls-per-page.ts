// Upstream calls a page under churn, by order: `npm run bench -- calls-per-page`
import type { OrderKey } from '../src/query/order.ts';
import { measureWalks, type WalkSetting } from '../test/measured-walks.ts';

const walks = 100;
const byName: readonly OrderKey[] = [{ field: 'lastName', direction: 'asc' }];
const backwards: readonly OrderKey[] = [{ field: 'lastName', direction: 'desc' }];
const settings: readonly (WalkSetting & { readonly title: string })[] = [
  { title: 'by id', orderBy: [], lastNames: 300, walks },
  { title: 'by last name, 300 of them', orderBy: byName, lastNames: 300, walks },
  { title: 'by last name, descending', orderBy: backwards, lastNames: 300, walks },
  { title: 'by last name, 5 of them', orderBy: byName, lastNames: 5, walks },
  { title: 'by last name, pages of 25', orderBy: byName, lastNames: 300, pageSize: 25, walks },
  { title: 'by last name, pages of 40', orderBy: byName, lastNames: 300, pageSize: 40, walks },
  { title: 'by last name, pages of 49', orderBy: byName, lastNames: 300, pageSize: 49, walks },
  { title: 'by last name, pages of 50', orderBy: byName, lastNames: 300, pageSize: 50, walks },
];

process.stdout.write(
  '1,167 contacts, pages of 20 unless said otherwise, three random creates or deletes before every call\n',
);
for (const { title, ...setting } of settings) {
  const { pages, calls, callsPerPage, wrongWalks } = measureWalks(setting);
  process.stdout.write(
    `${title.padEnd(26)} ${callsPerPage.toFixed(3)} calls a page (${calls} / ${pages}), ${wrongWalks} of ${walks} walks wrong\n`,
  );
}
