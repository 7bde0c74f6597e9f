import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.js';

describe('settings', () => {
  it('have a default each, so that none is needed', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      databaseUrl: null,
      redisUrl: null,
      port: 8080,
      allowPrivateNetwork: false,
    });
    expect(config.home.endsWith('.rostrum')).toBe(true);
  });

  it.each([
    ['PORT', '99999'],
    ['DATABASE_URL', 'mysql://x'],
    ['REDIS_URL', 'not an address'],
    ['LOG_LEVEL', 'loud'],
    ['ALLOW_PRIVATE_NETWORK', 'maybe'],
    ['CONTACT', 'two words'],
    ['ADMIN_TOKEN', 'short'],
    ['PUBLIC_URL', 'rostrum.example'],
    ['TRUSTED_PROXIES', '10.0.0.0/8, proxy'],
    ['RATE_LIMIT', '-1'],
    ['SMTP_URL', 'mail.example'],
  ])('stop the start with one line that names %s when it is "%s"', (name, value) => {
    let message = '';
    try {
      readConfig({ [name]: value });
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      message = (error as ConfigError).message;
    }
    expect(message.startsWith(`${name}: `)).toBe(true);
    expect(message).not.toContain('\n');
  });

  it('want an address that mail is from, one and no more, where mail can be sent', () => {
    const SMTP_URL = 'smtps://name:password@mail.example';
    expect(() => readConfig({ SMTP_URL })).toThrow(/^MAIL_FROM: must be set where SMTP_URL is$/);
    expect(() => readConfig({ SMTP_URL, MAIL_FROM: 'a@b.example, c@d.example' })).toThrow(/^MAIL_FROM: /);
    expect(readConfig({ SMTP_URL, MAIL_FROM: 'a@b.example' }).mail).toEqual({
      url: SMTP_URL,
      from: 'a@b.example',
    });
    expect(readConfig({}).mail).toBeNull();
  });

  it('never show a secret that is wrong', () => {
    expect(() => readConfig({ DATABASE_URL: 'http://user:hunter2@db/x' })).toThrow(/^(?!.*hunter2)/);
  });
});
