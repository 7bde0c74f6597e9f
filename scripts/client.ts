/** Writes src/client/rostrum-api.ts anew from the API's document. */
import { writeFileSync } from 'node:fs';
import { clientSource } from './client-source.js';

writeFileSync('src/client/rostrum-api.ts', await clientSource());
