import type { UpstreamRow } from '../entities/decode.ts';
import type { Entity } from '../entities/entity.ts';
import type { Loaded } from '../planning/loaders.ts';
import { companionsOf, type Knowledge, selectionFor } from '../planning/relations.ts';
import { namesIn, type Requirements } from '../planning/requirements.ts';
import { behindFields, withOwnNames } from './custom-fields.ts';
import { loadAhead } from './load-ahead.ts';
import type { PagesOptions } from './pages.ts';

type RecordsOptions = Pick<PagesOptions, 'loaders' | 'known' | 'customFields'>;

/** Reads one record of an operation. */
// oxlint-disable-next-line max-params
export function readRecord(
  { loaders, known, customFields }: RecordsOptions,
  entity: Entity,
  id: number,
  each: Requirements,
): Loaded<UpstreamRow | null> {
  const names = namesIn(each);
  if (names.length === 0) return read(selectionFor(each, known), known);
  return customFields.resolveNames(names).then((own) => {
    const behind = behindFields(known);
    return read(withOwnNames(selectionFor(each, behind), own), behind);
  });

  function read(fields: ReadonlySet<string>, knowledge: Knowledge): Loaded<UpstreamRow | null> {
    const { includeCompany, ahead, multifieldsAhead } = companionsOf(each, 0, knowledge);
    const record = loaders.record({ kind: 'records', entity, ids: [id], fields, includeCompany });
    // Nothing is to be read with a record that was read before; it may be none.
    if (!(record instanceof Promise)) return record;
    for (const one of ahead) loadAhead(loaders, one);
    if (multifieldsAhead) loadAhead(loaders, { kind: 'multifields', contactId: id });
    return record;
  }
}
