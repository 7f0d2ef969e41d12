import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  // The printed schema, not packages/schema itself: codegen's loader does not know the "@contacts/source" condition.
  schema: '../schema/schema.graphql',
  documents: 'src/operations/*.graphql',
  // Node and tsc resolve the generated imports as they stand.
  importExtension: '.ts',
  generates: {
    './src/generated/': {
      preset: 'client',
      presetConfig: {
        // Results are read where they were asked for; masking serves trees of components, which have their own codegen.
        fragmentMasking: false,
        // persisted-documents.json, the manifest of documents for DOCUMENTS_MANIFEST.
        persistedDocuments: true,
      },
      config: {
        // Documents stay text: neither a parser nor a printer of GraphQL reaches the browser.
        documentMode: 'string',
        // Erasable syntax only, and a literal such as 'LAST_NAME' needs no import.
        enumsAsTypes: true,
        // Readonly lists and constants may be variables, and no caller may change a shared result.
        immutableTypes: true,
        useTypeImports: true,
        strictScalars: true,
        // A SafeInt is a JSON number that JavaScript holds exactly.
        scalars: { Date: 'string', DateTime: 'string', JSON: 'unknown', SafeInt: 'number' },
      },
    },
    // Which types a union or interface can be, for the caches of Apollo Client and urql.
    './src/generated/possible-types.ts': { plugins: ['fragment-matcher'], config: { useExplicitTyping: true } },
    // The schema as introspection gives it, for tools of other repositories: codegen, gql.tada, Apollo's.
    './src/generated/introspection.json': { plugins: ['introspection'], config: { minify: true } },
  },
};

export default config;
