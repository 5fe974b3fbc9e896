import { brotliCompressSync, gzipSync } from 'node:zlib';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// Tells the service worker which files the page needs without a network: all that the build wrote.
function shell(): Plugin {
  return {
    name: 'krans-shell',
    apply: 'build',
    generateBundle(_, bundle) {
      const files = Object.keys(bundle).filter((file) => file !== 'service_worker.js' && !file.endsWith('.map'));
      const worker = bundle['service_worker.js'];
      if (worker?.type !== 'chunk') throw new Error('no service worker');
      const list = ['/', '/wreath.svg', '/manifest.webmanifest', ...files.filter((file) => file !== 'index.html').map((file) => `/${file}`)];
      worker.code = worker.code.replace('__SHELL__', JSON.stringify(list));
    },
  };
}

// Writes the compressed variants that the gateway serves.
function compressed(): Plugin {
  return {
    name: 'krans-compressed',
    apply: 'build',
    writeBundle({ dir }) {
      for (const file of readdirSync(dir!, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|svg|html|webmanifest)$/.test(file)) continue;
        const bytes = readFileSync(join(dir!, file));
        writeFileSync(join(dir!, `${file}.gz`), gzipSync(bytes, { level: 9 }));
        writeFileSync(join(dir!, `${file}.br`), brotliCompressSync(bytes));
      }
    },
  };
}

export default defineConfig({
  plugins: [svelte(), shell(), compressed()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: 'index.html', service_worker: 'service_worker.js' },
      output: { entryFileNames: (chunk) => (chunk.name === 'service_worker' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:7100', '/session': 'http://127.0.0.1:7100' } },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  test: { environment: 'jsdom', include: ['tests/**/*.test.ts'], setupFiles: ['fake-indexeddb/auto'] },
});
