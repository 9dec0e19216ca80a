import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';
import { headless, rule } from './tests/floors.mjs';

export default defineConfig(
  globalIgnores([
    '.svelte-kit/',
    'build/',
    'playwright-report/',
    'test-results/',
    'tests/parity/fixtures/'
  ]),
  js.configs.recommended,
  ts.configs.strict,
  svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // Formulas are parsed, never evaluated; the page's security policy relies on it.
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      // TypeScript knows every name better.
      'no-undef': 'off',
      eqeqeq: 'error',
      // Documents are plain JSON records, so entries come and go by key.
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }]
    }
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig }
    }
  },
  {
    files: ['src/**/*.{ts,svelte}'],
    rules: { 'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }] }
  },
  {
    files: ['src/**'],
    ignores: ['**/*.test.ts'],
    plugins: { floors: { rules: { down: rule } } },
    rules: { 'floors/down': 'error' }
  },
  {
    files: headless.map((folder) => `${folder}/**`),
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['window', 'document', 'localStorage', 'sessionStorage', 'navigator'].map((name) => ({
          name,
          message: 'Floors 0 to 4 and the commands also run without a page.'
        }))
      ]
    }
  }
);
