import { fileURLToPath } from 'node:url';
import type { CodegenConfig } from '@graphql-codegen/cli';

const schema = fileURLToPath(import.meta.resolve('@contacts/client/introspection.json'));

const config: CodegenConfig = {
  schema,
  documents: 'src/**/*.{ts,tsx}',
  generates: {
    './src/gql/': {
      preset: 'client',
      config: {
        // A SafeInt is a JSON number that JavaScript represents exactly; times and dates are strings.
        scalars: { Date: 'string', DateTime: 'string', JSON: 'unknown', SafeInt: 'number' },
        strictScalars: true,
        // A literal such as 'LAST_NAME' needs no import.
        enumsAsTypes: true,
        useTypeImports: true,
      },
    },
  },
};

export default config;
