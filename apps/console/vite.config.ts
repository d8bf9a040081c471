import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** A platform for the development server to ask; the built console asks the one that serves it. */
const platform = process.env['WATTLEDGER_CONSOLE_PLATFORM'] ?? 'http://localhost:3000';
const proxy = { '/graphql': { target: platform, ws: true } };

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Nothing inline, so that the Content-Security-Policy can forbid it.
    assetsInlineLimit: 0,
  },
  server: { proxy },
  preview: {
    proxy,
    headers: {
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    },
  },
});
