import { brotliCompressSync, gzipSync } from 'node:zlib';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// Tells the service worker which files the page needs without a network, all that the build wrote, and writes the compressed
// variants that the gateway serves.
function shell(): Plugin {
  return {
    name: 'krans-shell',
    apply: 'build',
    writeBundle({ dir }) {
      const files = readdirSync(dir!, { recursive: true, encoding: 'utf8' }).filter((file) => file.includes('.'));
      const worker = join(dir!, 'service_worker.js');
      const list = files.map((file) => (file === 'index.html' ? '/' : `/${file}`)).filter((path) => path !== '/service_worker.js');
      writeFileSync(worker, readFileSync(worker, 'utf8').replace('__SHELL__', JSON.stringify(list)));
      for (const file of files.filter((file) => /\.(js|css|svg|html|webmanifest)$/.test(file))) {
        const bytes = readFileSync(join(dir!, file));
        writeFileSync(join(dir!, `${file}.gz`), gzipSync(bytes, { level: 9 }));
        writeFileSync(join(dir!, `${file}.br`), brotliCompressSync(bytes));
      }
    },
  };
}

export default defineConfig({
  plugins: [svelte(), shell()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: 'index.html', service_worker: 'service_worker.js' },
      output: { entryFileNames: (chunk) => (chunk.name === 'service_worker' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:7100', '/session': 'http://127.0.0.1:7100', '/files': 'http://127.0.0.1:7100' } },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  test: { environment: 'jsdom', include: ['tests/**/*.test.ts'], setupFiles: ['fake-indexeddb/auto'] },
});
