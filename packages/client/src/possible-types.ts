import generated from './generated/possible-types.ts';

/** The types that each union and interface of the schema can be: `new InMemoryCache({ possibleTypes })` of Apollo Client. */
export const { possibleTypes } = generated;
