import { defineConfig } from 'vite';

/** The gateway that the development server sends operations to. */
const gateway = 'http://127.0.0.1:4000';

export default defineConfig({
  // The page is served below any path: all of its addresses are relative.
  base: './',
  resolve: { conditions: ['@contacts/source', 'module', 'browser', 'development|production'] },
  server: { proxy: { '/graphql': gateway } },
  build: {
    target: 'baseline-widely-available',
    modulePreload: false,
    cssCodeSplit: false,
    // The gateway gives the script a name with its hash, and writes both into the page's policy.
    rolldownOptions: {
      // Marks of files for server components, which say nothing here.
      onLog: (level, log, write) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : write(level, log)),
      output: { codeSplitting: false, entryFileNames: 'explorer.js', assetFileNames: 'explorer[extname]' },
    },
  },
});
