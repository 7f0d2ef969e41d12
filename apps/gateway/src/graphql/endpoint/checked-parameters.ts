import type { Plugin } from 'graphql-yoga';
import type { GraphqlParameters } from './graphql-parameters.ts';

/** Hands Yoga what the endpoint has read and checked, in the place of all its own readers of requests. */
export function useCheckedParameters(): Plugin {
  return {
    onRequestParse({ serverContext, setRequestParser }) {
      const { parameters } = serverContext as unknown as { readonly parameters: GraphqlParameters };
      setRequestParser(() => parameters as never);
    },
  };
}
