import type { Condition, Filter, PageRequirements } from '@contacts/core';
import type { GraphQLResolveInfo } from 'graphql';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import type { InputLimits } from '../input-limits.ts';
import { pageRequirements, rootPage } from '../operation/of-info.ts';
import { connectionType } from './connection-type.ts';
import type { EntityFilter } from './filter-input.ts';
import type { NodeType } from './node-types.ts';
import { orderInput } from './order-input.ts';
import { type PageArgs, toPageArgs } from './page-args.ts';
import { PageObject } from './page-object.ts';

const SEARCH = 'search';

/** The search box of an entity. */
export interface EntitySearch {
  /** The description of the argument. */
  readonly description: string;
  /** Returns filters; the search finds the records that pass at least one. @throws InvalidArgumentError */
  readonly read: (argument: string, text: string) => readonly Filter[];
}

/** Creates the connections of an entity: their type, their arguments, and the functions that read a page. */
export function entityPages(nodeType: NodeType, filter: EntityFilter, search?: EntitySearch) {
  const { entity } = nodeType;
  const order = orderInput(entity);
  return {
    type: connectionType(nodeType),
    args: builder.args((t) => ({
      filter: t.field({ type: filter.type, description: `Which ${entity.name}; all when absent.` }),
      ...(search && { search: t.string({ description: search.description }) }),
      orderBy: t.field({
        type: [order],
        description: `Up to three sort keys; the number of the ${entity.singular} is the last key in any case.`,
      }),
    })),
    /** @param owned conditions beside those of the arguments, for the pages that belong to a record */
    argsOf: (args: PageArgs, limits: InputLimits, owned: readonly Condition[] = []): ReturnType<typeof toPageArgs> => {
      const { filter: conditions, anyOf } = filter.read(args.filter, limits);
      const found = search && typeof args.search === 'string' ? search.read(SEARCH, args.search) : undefined;
      const disjunctions = found ? [...anyOf, { argument: SEARCH, filters: found }] : anyOf;
      return toPageArgs(entity, { filter: [...conditions, ...owned], anyOf: disjunctions }, args);
    },
    /** Reads a page that belongs to a record. */
    read: (
      args: Omit<PageRequirements['args'], 'wants'>,
      context: Context,
      info: GraphQLResolveInfo,
    ): Promise<PageObject> => readPage(pageRequirements(info, context, args), context),
    /** Reads a page of the root. */
    readRoot: (
      readArgs: () => Omit<PageRequirements['args'], 'wants'>,
      context: Context,
      info: GraphQLResolveInfo,
    ): Promise<PageObject> => readPage(rootPage(info, context, readArgs), context),
  };
}

function readPage({ args, each }: PageRequirements, { caller }: Context): Promise<PageObject> {
  return caller.page(args, each).then((page) => new PageObject(page));
}

export type EntityPages = ReturnType<typeof entityPages>;
