#!/usr/bin/env node
// Runs one bench by its name: npm run bench -- crawl
import { readdirSync } from 'node:fs';

const folder = new URL('../dist/bench/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.js') && file !== 'newsrooms.js')
  .map((file) => file.slice(0, -3));
const [, , name] = process.argv;
if (!names.includes(name)) {
  console.error(`npm run bench -- NAME, where NAME is one of ${names.join(', ')}`);
  process.exit(2);
}
process.argv.splice(1, 2, new URL(`${name}.js`, folder).pathname);
await import(new URL(`${name}.js`, folder).href);
