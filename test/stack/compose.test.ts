import { existsSync } from 'node:fs';
import { Client } from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { readConfig, SETTINGS } from '../../src/config.js';
import {
  environmentOf,
  interpolate,
  readCompose,
  readEnvironmentExample,
  repositoryFile,
  serviceOf,
  variablesIn,
} from './compose.js';
import { copiedIntoImage, readDockerfile } from './image.js';

const compose = readCompose();
const services = Object.entries(compose.services);
const ours = services.filter(([, service]) => service.build !== undefined);
const settings = Object.entries(SETTINGS);
/** What a container cannot take from outside, since it is about the container itself. */
const FIXED: Record<string, string> = { ROSTRUM_HOME: '/tmp/rostrum', HOST: '0.0.0.0', PORT: '8080' };

describe('.env.example', () => {
  const example = readEnvironmentExample();

  it('names every setting with its default and what it is for', () => {
    for (const [name, { fallback, about }] of settings) {
      expect(example.get(name)?.fallback, name).toBe(fallback ?? '');
      expect(example.get(name)?.about, name).toContain(about);
    }
  });

  it('names besides them only what docker-compose.yml takes, with the default it has there', () => {
    const taken = new Set(variablesIn(repositoryFile('docker-compose.yml')));
    const others = [...example.keys()].filter((name) => !(name in SETTINGS));
    expect(others).toEqual(['POSTGRES_PASSWORD']);
    expect([...taken].filter((name) => !example.has(name))).toEqual([]);
    expect(serviceOf(compose, 'postgres').environment.POSTGRES_PASSWORD).toBe(
      `\${POSTGRES_PASSWORD:-${example.get('POSTGRES_PASSWORD')?.fallback}}`,
    );
  });

  it('changes nothing when it is copied as it is', () => {
    const active = repositoryFile('.env.example')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(active).toEqual([]);
  });
});

describe('the settings in docker-compose.yml', () => {
  it.each(ours)('of %s are all there are, with the program’s own defaults', (_name, service) => {
    expect(Object.keys(service.environment).sort()).toEqual(Object.keys(SETTINGS).sort());
    const untouched = environmentOf(service);
    for (const [name, { fallback }] of settings) {
      if (name === 'DATABASE_URL' || name === 'REDIS_URL') continue;
      expect(untouched[name], name).toBe(FIXED[name] ?? fallback ?? '');
    }
    expect(() => readConfig(untouched)).not.toThrow();
  });

  it.each(ours)('of %s follow .env, save those about the container itself', (_name, service) => {
    for (const [name] of settings) {
      expect(environmentOf(service, { [name]: 'other' })[name], name).toBe(FIXED[name] ?? 'other');
    }
  });

  it('name the stack’s own servers by the names, accounts and databases these are given', () => {
    const { environment } = serviceOf(compose, 'postgres');
    const password = interpolate(environment.POSTGRES_PASSWORD ?? '', { POSTGRES_PASSWORD: 'chosen' });
    const { DATABASE_URL, REDIS_URL } = environmentOf(serviceOf(compose, 'worker'), {
      POSTGRES_PASSWORD: 'chosen',
    });
    expect(DATABASE_URL).toBe(
      `postgres://${environment.POSTGRES_USER}:${password}@postgres:5432/${environment.POSTGRES_DB}`,
    );
    expect(REDIS_URL).toBe('redis://redis:6379');
  });

  it('publish the web server at HOST and PORT of .env, and lead to the port it listens on', () => {
    const { ports, environment } = serviceOf(compose, 'web');
    expect(ports.map((port) => interpolate(port, {}))).toEqual([
      `${SETTINGS.HOST.fallback}:${SETTINGS.PORT.fallback}:${environment.PORT}`,
    ]);
    expect(ports.map((port) => interpolate(port, { HOST: '0.0.0.0', PORT: '80' }))).toEqual([
      `0.0.0.0:80:${environment.PORT}`,
    ]);
  });

  it('give Postgres only options that Postgres has', async () => {
    const { command } = serviceOf(compose, 'postgres');
    const names = command.filter((word) => word.includes('=')).map((word) => word.split('=')[0] ?? '');
    expect(command.filter((word) => word !== '-c' && !word.includes('='))).toEqual(['postgres']);
    const client = new Client({ connectionString: inject('databaseUrl') });
    await client.connect();
    const { rows } = await client.query('select name from pg_settings where name = any($1)', [names]);
    await client.end();
    expect(rows.map((row) => row.name).sort()).toEqual([...names].sort());
  });
});

describe('the order of docker-compose.yml', () => {
  it('is: the servers, the migration, then scheduler, workers and web', () => {
    expect(services.map(([name]) => name)).toEqual([
      'postgres',
      'redis',
      'migrate',
      'scheduler',
      'worker',
      'web',
    ]);
    const ready = {
      postgres: { condition: 'service_healthy' },
      redis: { condition: 'service_healthy' },
      migrate: { condition: 'service_completed_successfully' },
    };
    expect(serviceOf(compose, 'migrate').depends_on).toEqual({ postgres: ready.postgres });
    for (const name of ['scheduler', 'worker', 'web']) {
      expect(serviceOf(compose, name).depends_on, name).toEqual(ready);
    }
  });

  it('waits only for what can become healthy, or ends', () => {
    for (const [name, { depends_on }] of services) {
      for (const [other, { condition }] of Object.entries(depends_on)) {
        const target = serviceOf(compose, other);
        if (condition === 'service_healthy') expect(target.healthcheck, `${name}: ${other}`).toBeDefined();
        else expect(target.restart, `${name}: ${other}`).toBe('no');
      }
    }
  });

  it('starts again whatever ends, save the migration, and knows the health of all that stays', () => {
    for (const [name, { restart, healthcheck }] of services) {
      expect(restart, name).toBe(name === 'migrate' ? 'no' : 'unless-stopped');
      expect(healthcheck !== undefined, name).toBe(name !== 'migrate');
    }
  });
});

describe('what a container may not do', () => {
  it.each(services)(
    '%s writes nowhere but in its volumes and in memory, and gains no right',
    (_name, service) => {
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '5' } },
      });
      expect(service.tmpfs).toContain('/tmp');
      // Ours run as the account of the image.
      expect(service.build === undefined ? service.user : 'image').toMatch(/^(postgres|redis|image)$/);
    },
  );

  it('the servers are on a network that leads nowhere, and only web is published', () => {
    expect(compose.networks.servers?.internal).toBe(true);
    for (const [name, { networks, ports, build }] of services) {
      expect(networks, name).toEqual(build === undefined ? ['servers'] : ['servers', 'outside']);
      expect(ports.length > 0, name).toBe(name === 'web');
    }
  });

  it('the data are in volumes with names', () => {
    const used = services.flatMap(([, { volumes }]) => volumes.map((volume) => volume.split(':')[0]));
    expect(used.sort()).toEqual(Object.keys(compose.volumes).sort());
  });
});

describe('the image', () => {
  const instructions = readDockerfile();
  const words = (stage: number, keyword: string) =>
    instructions.filter((line) => line.stage === stage && line.keyword === keyword).map((line) => line.words);

  it('and the two servers are of a version that is named whole', () => {
    const images = [
      ...words(-1, 'ARG').map((word) => word.replace('NODE_IMAGE=', '')),
      ...services.filter(([, { build }]) => build === undefined).map(([, { image }]) => image),
    ];
    expect(images).toHaveLength(3);
    for (const image of images) expect(image).toMatch(/^\w+:\d+\.\d+(\.\d+)?-[a-z-]+$/);
    expect(words(0, 'FROM')).toEqual([`\${NODE_IMAGE} AS build`]);
    expect(words(1, 'FROM')).toEqual([`\${NODE_IMAGE}`]);
  });

  it('runs as an ordinary account, and starts the program', () => {
    expect(words(1, 'USER')).toEqual(['1000:1000']);
    expect(words(1, 'ENTRYPOINT')).toEqual(['["rostrum"]']);
    expect(words(1, 'RUN').join()).toContain('ln -s /app/bin/rostrum.js /usr/local/bin/rostrum');
  });

  it('holds only what was named to be in it, and none of it a secret', () => {
    const copied = copiedIntoImage().map(({ from, to }) => {
      expect(to).toBe(from);
      return from;
    });
    for (const path of copied) expect(existsSync(new URL(`../../${path}`, import.meta.url)), path).toBe(true);
    expect(words(1, 'ENV')).toEqual([`NODE_ENV=production ROSTRUM_HOME=${FIXED.ROSTRUM_HOME}`]);
    expect(words(1, 'ARG')).toEqual([]);
    expect(words(0, 'ARG')).toEqual([]);
  });

  it('is built from what the build reads and nothing else of this folder', () => {
    const [first, ...named] = repositoryFile('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(first).toBe('*');
    const { include } = JSON.parse(repositoryFile('tsconfig.build.json')) as { include: string[] };
    const made = ['dist', 'node_modules'];
    const read = copiedIntoImage().map(({ from }) => from.split('/')[0] ?? '');
    expect(named.map((line) => line.slice(1)).sort()).toEqual(
      [
        ...new Set([
          ...include,
          ...read.filter((path) => !made.includes(path)),
          'package-lock.json',
          'tsconfig.json',
          'tsconfig.build.json',
        ]),
      ].sort(),
    );
  });
});
