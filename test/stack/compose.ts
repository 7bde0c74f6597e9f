import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const words = z.array(z.string());

const service = z.object({
  image: z.string(),
  build: z.string().optional(),
  user: z.string().optional(),
  command: words,
  environment: z.record(z.string(), z.string()).default({}),
  networks: words,
  ports: words.default([]),
  volumes: words.default([]),
  tmpfs: words,
  read_only: z.boolean(),
  init: z.boolean().optional(),
  cap_drop: words,
  security_opt: words,
  logging: z.object({ driver: z.string(), options: z.record(z.string(), z.string()) }),
  restart: z.string(),
  stop_grace_period: z.string(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: words, timeout: z.string(), interval: z.string() }).loose().optional(),
  shm_size: z.string().optional(),
});

const file = z.object({
  services: z.record(z.string(), z.strictObject(service.shape)),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })),
  volumes: z.record(z.string(), z.null()),
});

export type Service = z.infer<typeof service>;
export type Compose = z.infer<typeof file>;

/** A file of the repository, by its path from the root. */
export function repositoryFile(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** docker-compose.yml, with a key that no test knows refused. */
export function readCompose(): Compose {
  return file.parse(parse(repositoryFile('docker-compose.yml'), { merge: true }));
}

/** The service of that name. @throws Error where there is none. */
export function serviceOf(compose: Compose, name: string): Service {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
}

/** The environment compose gives a service, where .env says `given`. */
export function environmentOf(of: Service, given: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(of.environment).map(([name, value]) => [name, interpolate(value, given)]),
  );
}

/** Puts in the values of `${NAME:-default}`, the only form the file uses; a default may hold another. */
export function interpolate(text: string, given: Record<string, string>): string {
  const innermost = /\$\{(\w+):-([^${}]*)\}/;
  let result = text;
  for (let found = innermost.exec(result); found !== null; found = innermost.exec(result)) {
    const [whole, name = '', fallback = ''] = found;
    result = result.replace(whole, () => given[name] || fallback);
  }
  if (result.includes('${')) throw new Error(`${text} has a form that is not \${NAME:-default}`);
  return result;
}

/** The variables that a text takes from .env. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(/\$\{(\w+)/g)].map((match) => match[1] ?? '');
}

/** What .env.example says of each variable: its default and the comment above it. */
export function readEnvironmentExample(): Map<string, { fallback: string; about: string }> {
  const variables = new Map<string, { fallback: string; about: string }>();
  let about: string[] = [];
  for (const line of repositoryFile('.env.example').split('\n')) {
    const variable = /^#([A-Z_]+)=(.*)$/.exec(line);
    if (variable !== null) {
      variables.set(variable[1] ?? '', { fallback: variable[2] ?? '', about: about.join(' ') });
    }
    if (line.startsWith('# ')) about.push(line.slice(2));
    else about = [];
  }
  return variables;
}
