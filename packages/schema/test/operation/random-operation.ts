import {
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLUnionType,
  isCompositeType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { schema } from '../../src/schema.ts';
import { randomOf } from './random.ts';

/** An operation with its variables. */
export interface RandomOperation {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const MAX_DEPTH = 7;

const globalIds = ['Contact:1', 'Contact:7', 'Company:2', 'User:3', 'Contact:99', 'nonsense'].map((id) =>
  Buffer.from(id).toString('base64'),
);
/** Arguments by field, as texts of a document; `$` stands for a variable. */
const argumentsOf: Readonly<Record<string, readonly string[]>> = {
  'Query.contact': ['(id: 7)', '(id: "nonsense")', '(id: $id)', '(id: $id)'],
  'Query.node': globalIds.map((id) => `(id: "${id}")`).concat('(id: $node)'),
  'Query.nodes': [`(ids: ["${globalIds[0]}", "${globalIds[2]}"])`, '(ids: $ids)', '(ids: [])'],
  'Query.company': ['(id: 2)', '(id: "nonsense")', '(id: $id)'],
  'Query.user': ['(id: 3)', '(id: $id)'],
  'Query.statuses': ['(dictionary: SOURCE)', '(dictionary: HONORIFIC)', '(dictionary: $dictionary)'],
  'Query.contacts': pages('contact'),
  'Query.companies': pages('company'),
  'Query.users': pages('user'),
  'Company.contacts': pages('contact'),
  'Query.contactsAggregate': [
    '',
    '(groupBy: SOURCE_ID)',
    '(groupBy: ASSIGNED_BY_ID)',
    '(filter: { name: { eq: "Ann" } })',
    '(filter: $filter)',
  ],
  'Contact.customFields': ['', '(names: ["ufCrm_1"])', '(names: ["ufCrm_9"])', '(names: ["x"])', '(names: $names)'],
};

/** Arguments of the connections of an entity; those that others lack are of contacts. */
function pages(entity: 'contact' | 'company' | 'user'): readonly string[] {
  const common = ['(first: 3)', '(first: $first)', '(last: 2)', '(first: -1)', '(first: 0)', '(first: 2, after: "x")'];
  if (entity === 'company') {
    return [
      ...common,
      '(first: 4, orderBy: [{ field: TITLE, direction: DESC }])',
      '(first: 2, filter: { revenue: { gt: 100 } })',
    ];
  }
  if (entity === 'user') return [...common, '(first: 3, filter: { active: { eq: true } })'];
  return [
    ...common,
    '(first: 4, orderBy: [{ field: LAST_NAME, direction: DESC }])',
    '(first: 3, filter: { companyId: { eq: 2 } })',
    '(filter: $filter, first: 2)',
    '(first: 2, filter: { name: { in: [] } })',
  ];
}

const definitions: Readonly<Record<string, string>> = {
  id: 'ID!',
  node: 'ID!',
  ids: '[ID!]!',
  first: 'Int',
  filter: 'ContactFilter',
  names: '[String!]',
  dictionary: 'StatusDictionary!',
  yes: 'Boolean!',
  no: 'Boolean = false',
};

/** Writes a random query over the whole schema: aliases, fragments, directives and variables included. */
export function randomOperation(seed: string): RandomOperation {
  const random = randomOf(seed);
  const fragments: string[] = [];
  let aliases = 0;
  const root = schema.getQueryType() as GraphQLCompositeType;
  const body = random.oneIn(4) ? pageOfRows() : selection(root, 0);
  const document = `${body} ${fragments.join(' ')}`;
  const used = Object.keys(definitions).filter((name) => new RegExp(`\\$${name}\\b`).test(document));
  const head = used.length === 0 ? '' : `(${used.map((name) => `$${name}: ${definitions[name]}`).join(', ')})`;
  return { text: `query Random${head} ${document}`, variables: variables() };

  function selection(type: GraphQLCompositeType, depth: number): string {
    if (isUnionType(type)) {
      const parts = type.getTypes().map((each) => `... on ${each.name} ${selection(each, depth + 1)}`);
      return `{ __typename ${parts.join(' ')} }`;
    }
    if (depth > 1 && random.oneIn(3)) return plainSelection(type, random.oneIn(2));
    const all = Object.values(type.getFields());
    const chosen = Array.from({ length: 1 + random.below(depth === 0 ? 3 : 6) }, () => random.pick(all));
    const fields = chosen.flatMap((field) => fieldText(type, field, depth));
    if (random.oneIn(6) || fields.length === 0) fields.push('__typename');
    if (!isObjectType(type)) {
      for (const each of schema.getPossibleTypes(type)) {
        if (random.oneIn(2)) fields.push(`... on ${each.name} ${selection(each, depth + 1)}`);
      }
    }
    if (random.oneIn(5)) fields.push(`...${fragmentOf(type, depth)}${directive()}`);
    if (random.oneIn(6)) fields.push(`...${directive()} ${selection(type, depth + 1)}`);
    return `{ ${fields.join(' ')} }`;
  }

  /** Most operations of clients are of this kind. */
  function pageOfRows(): string {
    const [name, entity] = random.pick([
      ['contacts', 'Contact'],
      ['companies', 'Company'],
    ] as const);
    const type = schema.getType(entity) as GraphQLObjectType;
    return `{ ${name}${random.pick(argumentsOf[`Query.${name}`] ?? [])} { totalCount nodes ${plainSelection(type, true)} } }`;
  }

  /** Selects values that are copied, and records that they lead to: rows of such a selection are written at once. */
  function plainSelection(type: Exclude<GraphQLCompositeType, GraphQLUnionType>, withRelated: boolean): string {
    const all = Object.values(type.getFields()).filter(({ type: own, extensions: { copies, requires } }) => {
      const isRelated = requires?.relation !== undefined || typeof requires?.dictionary === 'string';
      return (
        copies !== undefined || (withRelated ? isRelated : !isCompositeType(getNamedType(own)) && !requires?.reference)
      );
    });
    if (all.length === 0) return '{ __typename }';
    const chosen = Array.from({ length: 1 + random.below(6) }, () => random.pick(all));
    const fields = chosen.map(({ name, type: own }) => {
      const target = getNamedType(own);
      const below = isCompositeType(target) && !isUnionType(target) ? plainSelection(target, false) : '';
      return `${random.oneIn(5) ? `a${(aliases += 1)}: ` : ''}${name}${directive()} ${below}`;
    });
    return `{ ${fields.join(' ')} }`;
  }

  function fragmentOf(type: GraphQLCompositeType, depth: number): string {
    const name = `F${fragments.length}`;
    const at = fragments.push('') - 1;
    fragments[at] = `fragment ${name} on ${type.name} ${selection(type, depth + 1)}`;
    return name;
  }

  function fieldText(
    type: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
    depth: number,
  ): readonly string[] {
    const target = getNamedType(field.type);
    if (isCompositeType(target) && depth >= MAX_DEPTH) return [];
    const choices = argumentsOf[`${type.name}.${field.name}`];
    // Two selections of one key must agree in their arguments.
    const alias = choices || random.oneIn(5) ? `a${(aliases += 1)}: ` : '';
    const below = isCompositeType(target) ? ` ${selection(target, depth + 1)}` : '';
    return [`${alias}${field.name}${choices ? random.pick(choices) : ''}${directive()}${below}`];
  }

  function directive(): string {
    if (!random.oneIn(9)) return '';
    return random.pick([' @include(if: $yes)', ' @skip(if: $yes)', ' @skip(if: $no)', ' @include(if: true)']);
  }

  function variables(): RandomOperation['variables'] {
    return {
      id: random.pick(['1', '7', '99', 'zero', 'Q29udGFjdDo3']),
      node: random.pick(globalIds),
      ids: random.pick([globalIds.slice(0, 4), globalIds, []]),
      first: random.pick([1, 2, 5, null, 6000]),
      filter: random.pick([null, { name: { contains: 'é"\\' } }, { name: { eq: '' } }, { companyId: { in: [1, 2] } }]),
      dictionary: random.pick(['SOURCE', 'INDUSTRY']),
      names: random.pick([null, ['ufCrm_1', 'ufCrm_2'], ['nope']]),
      yes: random.oneIn(2),
      ...(random.oneIn(2) ? { no: random.oneIn(2) } : {}),
    };
  }
}
