import {
  coerceInputValue,
  type ASTNode,
  type DocumentNode,
  getNamedType,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  type GraphQLType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isNonNullType,
  isScalarType,
  Kind,
  type NamedTypeNode,
  print,
  TypeInfo,
  typeFromAST,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { shownText, shownValue } from './shown-values.ts';

/** A value that does not fit, and where it stands. */
interface Misfit {
  readonly argument: string;
  readonly value: unknown;
  readonly type: GraphQLInputType | null | undefined;
  /** graphql-js's own words, if they are not the error's message. */
  readonly reason?: string;
}

export interface ExplainOptions {
  /** The operation's variables as they came. Default: none. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** True to omit names of the schema that the caller did not write from messages. Default false. */
  readonly hideSuggestions?: boolean;
}

/**
 * Adds to graphql-js's errors about invalid values what a caller needs to fix them: a code, the argument or variable, the
 * value, and for enums and input objects what is allowed. Errors that are not about values pass unchanged.
 * @param errors of validation, or of variables that do not fit their types
 */
export function explainInputErrors(
  schema: GraphQLSchema,
  document: DocumentNode,
  errors: readonly GraphQLError[],
  { variables = {}, hideSuggestions = false }: ExplainOptions = {},
): readonly GraphQLError[] {
  const literals = misfitLiterals(schema, document, errors);
  const ofVariables = new Map<VariableDefinitionNode, Misfit[]>();
  return errors.map((error) => {
    const [node] = error.nodes ?? [];
    if (node?.kind !== Kind.VARIABLE_DEFINITION) return explained(error, node && literals.get(node));
    // graphql-js reports the misfits of a variable one by one, in the order in which coercion finds them.
    const misfitsOf = (): Misfit[] => misfitsOfVariable(schema, node, variables, hideSuggestions);
    return explained(error, ofVariables.getOrInsertComputed(node, misfitsOf).shift());
  });
}

function misfitLiterals(
  schema: GraphQLSchema,
  document: DocumentNode,
  errors: readonly GraphQLError[],
): ReadonlyMap<ASTNode, Misfit> {
  const wanted = new Set(errors.map(({ nodes }) => nodes?.[0]));
  const found = new Map<ASTNode, Misfit>();
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      enter(node) {
        const argument = typeInfo.getArgument();
        if (!argument || !wanted.has(node) || !(isValue(node) || node.kind === Kind.OBJECT_FIELD)) return;
        // For a field that an input object lacks, the message shows the type of the object.
        const type = isValue(node) ? typeInfo.getInputType() : typeInfo.getParentInputType();
        found.set(node, { argument: argument.name, value: print(node), type });
      },
    }),
  );
  return found;
}

function misfitsOfVariable(
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  hideSuggestions: boolean,
): Misfit[] {
  const name = definition.variable.name.value;
  const type: GraphQLType | undefined = typeFromAST(schema, definition.type as NamedTypeNode);
  const misfits: Misfit[] = [];
  if (!isInputType(type)) return misfits;
  if (variables[name] === undefined) return isNonNullType(type) ? [{ argument: `$${name}`, value: null, type }] : [];
  try {
    const onError: Parameters<typeof coerceInputValue>[2] = (path, value, { message }) => {
      if (misfits.length >= MAX_MISFITS) throw new TooManyMisfits();
      misfits.push({ argument: [`$${name}`, ...path].join('.'), value, type: typeAt(type, path), reason: message });
    };
    coerceInputValue(variables[name], type, onError, hideSuggestions);
  } catch (error) {
    if (!(error instanceof TooManyMisfits)) throw error;
  }
  return misfits;
}

/** Maximum number of reported misfits, as in graphql-js: thousands would dominate the time of a request. */
const MAX_MISFITS = 50;

class TooManyMisfits extends Error {}

function typeAt(type: GraphQLInputType, path: readonly (string | number)[]): GraphQLInputType {
  return path.reduce<GraphQLInputType>((outer, key) => {
    const named = getNamedType(outer);
    if (typeof key === 'number' || !isInputObjectType(named)) return outer;
    return named.getFields()[key]?.type ?? outer;
  }, type);
}

function explained(error: GraphQLError, misfit: Misfit | undefined): GraphQLError {
  if (!misfit) return error;
  const { argument, value, type } = misfit;
  const allowed = allowedBy(type);
  return new GraphQLError(messageOf(misfit, misfit.reason ?? error.message, allowed), {
    nodes: error.nodes ?? null,
    path: error.path ?? null,
    extensions: { code: 'BAD_USER_INPUT', argument, value: shownValue(value), ...(allowed ? { allowed } : {}) },
  });
}

/** Returns graphql-js's reason with the argument before it, the value in it cut, and what is allowed behind it. */
function messageOf({ argument, value }: Misfit, reason: string, allowed: string | undefined): string {
  const said = withShownValue(reason, value);
  const named = said.startsWith('Argument "') ? said : `Argument "${argument}": ${said}`;
  const sentence = named.endsWith('.') ? named : `${named}.`;
  return allowed && !sentence.endsWith(`allowed: ${allowed}.`) ? `${sentence} Allowed: ${allowed}.` : sentence;
}

/** Cuts the value that a reason repeats: a literal as graphql-js prints it, or what came in a variable as JSON. */
function withShownValue(reason: string, value: unknown): string {
  const texts = [JSON.stringify(value), value].filter((text) => typeof text === 'string');
  const said = texts.reduce((shorter, text) => shorter.replace(text, () => shownText(text)), reason);
  // Lists and objects in variables have a form of graphql-js's own, which its scalars put last.
  const at = said.indexOf(LAST) + LAST.length;
  return at < LAST.length ? said : said.slice(0, at) + shownText(said.slice(at));
}

const LAST = ' value: ';

function allowedBy(type: GraphQLInputType | null | undefined): string | undefined {
  const named = type && getNamedType(type);
  if (isEnumType(named))
    return named
      .getValues()
      .map(({ name }) => name)
      .join(', ');
  // A scalar of this schema describes its allowed values.
  if (isScalarType(named) && typeof named.extensions['allowed'] === 'string') return named.extensions['allowed'];
  if (isInputObjectType(named)) return Object.keys(named.getFields()).join(', ');
  return named ? String(type) : undefined;
}

function isValue(node: ASTNode): boolean {
  return node.kind.endsWith('Value') || node.kind === Kind.VARIABLE;
}
