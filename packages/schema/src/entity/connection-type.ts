import { builder } from '../builder.ts';
import type { NodeType } from './node-types.ts';
import type { PageObject } from './page-object.ts';
import { typeName } from './type-name.ts';

/** Creates the connection type of an entity, and that of its edges. */
export function connectionType({ entity, ref }: NodeType) {
  const name = typeName(entity);
  return builder.connectionObject(
    {
      type: ref,
      name: `${name}Connection`,
      description: `A page of ${entity.name}.`,
      fields: (t) => ({
        nodes: t.field({
          type: [ref],
          nullable: { list: false, items: false },
          description: `The ${entity.name} of the page, without cursors of their own.`,
          extensions: { requires: { of: 'record', length: 'page' } },
          resolve: (page) => (page as unknown as PageObject).nodes,
        }),
        totalCount: t.field({
          type: 'SafeInt',
          description: `Number of ${entity.name} that pass the filter and that the caller may see. Counted only when it is selected. With \`or\` or a search of several ways to match, counted by inclusion and exclusion: null where that is not exact, unless the page shows all of them. The upstream cannot count the ${entity.name} that pass two conditions of one kind on the same field, as those of a search for several words; of more than four filters, there are too many counts.`,
          extensions: { requires: { wants: 'total' } },
          resolve: (page) => (page as unknown as PageObject).totalCount,
        }),
      }),
    },
    { name: `${name}Edge`, description: `A ${entity.singular} of a page, with its cursor.` },
  );
}
