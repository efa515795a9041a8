import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { layersRule } from './tools/layers.ts';

/** What the layers below lsp/ and cli/ must be given instead of taking it themselves. */
const HOST_GLOBALS = [
  'process',
  'performance',
  'console',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  '__dirname',
].map((name) => ({ name, message: 'Only lsp/, cli/ and workspace/host/ touch the outside world.' }));

export default defineConfig(
  { ignores: ['**/dist/', 'out/', '**/node_modules/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { kamailio: { rules: { layers: layersRule } } },
    rules: {
      'kamailio/layers': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Parsers index arrays in bounds they know; both ways of saying so cannot be forbidden.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
        { selector: 'ExportAllDeclaration', message: 'Import from the file that defines it.' },
      ],
      eqeqeq: 'error',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^(fs|path|os|url|util|child_process|net|assert)(/|$)', message: 'Write node: before it.' },
          ],
        },
      ],
    },
  },
  {
    files: ['server/src/{syntax,semantic,catalog,text,rules,features,dispatcher-list,workspace}/**/*.ts'],
    ignores: ['server/src/workspace/host/**', 'server/src/catalog/build-catalog.ts'],
    rules: {
      'no-restricted-globals': ['error', ...HOST_GLOBALS],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Take the clock as an argument.' },
        { object: 'Math', property: 'random', message: 'Reading is deterministic.' },
      ],
    },
  },
  {
    // Mocha's own functions return what nobody awaits, and a test may look into what its type hides.
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'off' },
  },
);
