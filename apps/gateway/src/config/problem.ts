import type { VariableName } from './variables.ts';

/** Called for values that do not go together, with the variable to change and the rest of the sentence. */
export type Problem = (name: VariableName, message: string) => void;
