/** The parts of a connection that graphcache's `relayPagination` gives. */
interface Connection {
  readonly pageInfo?: Readonly<Record<string, unknown>>;
}

/** The parts of graphcache's cache that are read here. */
interface Cache {
  inspectFields(entity: string): readonly {
    readonly fieldName: string;
    readonly fieldKey: string;
    readonly arguments: Readonly<Record<string, unknown>> | null;
  }[];
  resolve(entity: unknown, field: string): unknown;
}

type Resolver = (
  parent: unknown,
  args: unknown,
  cache: Cache,
  info: { readonly parentKey: string; readonly fieldName: string },
) => Connection | null | undefined;

const ends = [
  { cursor: 'endCursor', argument: 'after', more: 'hasNextPage' },
  { cursor: 'startCursor', argument: 'before', more: 'hasPreviousPage' },
] as const;

/**
 * Ends a list of urql's graphcache where an empty page was returned.
 *
 * `relayPagination` leaves empty pages out of the list that it joins, together with their `hasNextPage: false`: a list whose
 * rest was deleted would promise a next page forever. A cursor belongs to one filter and order, so the page behind the list's last
 * cursor is known by it.
 * @param pagination the resolver that joins pages: `relayPagination()` of `@urql/exchange-graphcache/extras`
 * @returns a resolver for the same field: `cacheExchange({ resolvers: { Query: { contacts: … } } })`
 */
// Typed by structure, so that this package does not depend on urql.
export function endAtEmptyPages<R extends (...args: never[]) => unknown>(pagination: R): R {
  const resolve: Resolver = (parent, args, cache, info) => {
    const connection = (pagination as unknown as Resolver)(parent, args, cache, info);
    const pageInfo = connection?.pageInfo;
    if (!pageInfo) return connection;
    const ended = ends.filter(
      ({ cursor, argument, more }) =>
        pageInfo[more] === true && readPageInfo(cache, info, argument, pageInfo[cursor], more) === false,
    );
    if (ended.length === 0) return connection;
    return { ...connection, pageInfo: { ...pageInfo, ...Object.fromEntries(ended.map(({ more }) => [more, false])) } };
  };
  return resolve as unknown as R;
}

/** Reads a member of the `pageInfo` of the stored page that was asked for with a cursor; undefined if there is none. */
function readPageInfo(
  cache: Cache,
  { parentKey, fieldName }: Parameters<Resolver>[3],
  argument: 'after' | 'before',
  cursor: unknown,
  member: string,
): unknown {
  if (typeof cursor !== 'string') return undefined;
  const page = cache
    .inspectFields(parentKey)
    .find((field) => field.fieldName === fieldName && field.arguments?.[argument] === cursor);
  const connection = page && cache.resolve(parentKey, page.fieldKey);
  return connection && cache.resolve(cache.resolve(connection, 'pageInfo'), member);
}
