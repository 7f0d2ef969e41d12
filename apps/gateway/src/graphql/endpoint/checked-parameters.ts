import type { Plugin } from 'graphql-yoga';
import type { GraphqlParameters } from './graphql-parameters.ts';

/** Yoga plugin that passes the parameters that the endpoint has read and checked, in place of Yoga's own parsers. */
export function useCheckedParameters(): Plugin {
  return {
    onRequestParse({ serverContext, setRequestParser }) {
      const { parameters } = serverContext as unknown as { readonly parameters: GraphqlParameters };
      setRequestParser(() => parameters as never);
    },
  };
}
