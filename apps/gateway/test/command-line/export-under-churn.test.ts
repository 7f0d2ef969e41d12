import { keys } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { exportUnderChurn } from './export-under-churn.ts';

test('an export that is killed twice has every contact that existed throughout exactly once, and its figures add up', async () => {
  const contacts = 2000;
  const report = await exportUnderChurn({ contacts, changesPerPage: 6, killAtPages: [9, 21], seed: 7 });
  expect(report.runs.map(({ exit }) => exit)).toEqual(['SIGKILL', 'SIGKILL', 0]);
  expect(report.misleading).toBe(0);
  expect(report.changes.created).toBeGreaterThan(50);
  expect(report.changes.deleted).toBeGreaterThan(50);
  expect(report).toMatchObject({ missing: 0, repeated: 0, unknown: 0 });

  const { before, goneBefore, created, written, goneSince, createdSince, after, changed } = report.account;
  expect(before).toBe(contacts);
  expect(written).toBe(report.rows);
  expect(before - goneBefore + created).toBe(written);
  expect(written - goneSince + createdSince).toBe(after);
  expect(after).toBe(report.contactsAtTheEnd);
  expect(changed).toBe(report.changes.changed);
  expect(goneBefore).toBeGreaterThan(0);
  expect(goneSince).toBeGreaterThan(0);
  expect(created).toBeGreaterThan(0);
  // The state on disk of a killed export must not hold the key.
  expect(report.states).toHaveLength(2);
  for (const state of report.states) expect(state).not.toContain(keys.all);
});
