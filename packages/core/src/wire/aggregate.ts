import { asObject } from '../entities/decode.ts';
import { isCustomFieldName } from '../entities/native-name.ts';
import { isCount, outsideContract } from './decode-call.ts';
import { errorOfCode } from './error-codes.ts';
import { codeOf } from './sanitize.ts';
import type { Call } from './call.ts';

/** The number of contacts that share a value of a field. */
export interface ContactGroup {
  /** The value; `null` for contacts without one. */
  readonly key: string | number | null;
  /** The title of the option that the key is the number of. */
  readonly title?: string;
  readonly count: number;
  /** Contacts whose values the portal no longer lists; they have no key of their own. */
  readonly isOther?: true;
}

/** A count of contacts, with its groups. */
export interface Aggregate {
  readonly count: number;
  readonly groups: readonly ContactGroup[];
}

/** An aggregate as the upstream sent it, with the marks of a partial one (contract §2, §11.4). */
interface AggregateAnswer extends Aggregate {
  /** The upstream's `meta.truncated`. */
  readonly isTruncated: boolean;
  /** The upstream's `meta.pageErrorSample`: some of the records could not be loaded. */
  readonly pageError: unknown;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Takes the `data` of an aggregate.
 * @param groupBy the field that it grouped by; `undefined` for a plain count
 * @throws UpstreamError `bad_response` for any other form
 */
export function toAggregate(call: Call, data: Json, groupBy: string | undefined): AggregateAnswer {
  const { count } = data;
  if (!isCount(count)) throw outsideContract(call, 'no count');
  const meta = asObject(data['meta']) ?? {};
  return {
    count,
    groups: groupBy === undefined ? [] : toGroups(call, data['groups'], groupBy),
    isTruncated: meta['truncated'] === true,
    pageError: meta['pageErrorSample'],
  };
}

/** Returns true if the groups hold every contact that was counted. */
export function isWhole({ count, groups, isTruncated, pageError }: AggregateAnswer): boolean {
  const hasFailed = pageError !== undefined && pageError !== null;
  return !isTruncated && !hasFailed && groups.reduce((sum, group) => sum + group.count, 0) === count;
}

/**
 * Returns the groups of all contacts; `null` if they are of a part of them, because the upstream groups no more, or
 * because contacts came and went while it loaded them.
 * @throws UpstreamError the upstream's own error, if it could not load some of them
 */
export function wholeGroups(call: Call, answer: AggregateAnswer): Aggregate | null {
  const { count, groups, pageError } = answer;
  if (pageError !== undefined && pageError !== null) {
    const code = codeOf(asObject(pageError)?.['code']);
    if (code === undefined) throw outsideContract(call, 'numbers that are partial');
    throw errorOfCode(code, 'POST /v1/contacts/aggregate');
  }
  return isWhole(answer) ? { count, groups } : null;
}

function toGroups(call: Call, groups: unknown, field: string): readonly ContactGroup[] {
  if (!Array.isArray(groups)) throw outsideContract(call, 'no groups');
  return groups.map((group: unknown) => {
    const { [field]: key = null, count } = (group ?? {}) as Json;
    if (!isCount(count)) throw outsideContract(call, 'a group without a count');
    // Custom booleans can come in any of their forms (contract §2, "Booleans").
    if (typeof key === 'boolean' && isCustomFieldName(field)) return { key: key ? 'Y' : 'N', count };
    if (key !== null && typeof key !== 'string' && typeof key !== 'number') {
      throw outsideContract(call, 'a group of something that is no value');
    }
    return { key, count };
  });
}
