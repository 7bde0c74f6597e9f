import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** An SMTP server on loopback that keeps what it is sent. */
export interface MailServer {
  url: string;
  mails: (ParsedMail & { raw: string; to_addresses: string[] })[];
  /** Mailboxes that there are not. */
  unknown: Set<string>;
  close(): Promise<void>;
}

export async function startMailServer(onPort = 0): Promise<MailServer> {
  const mails: MailServer['mails'] = [];
  const unknown = new Set<string>();
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, callback) {
      if (unknown.has(address)) {
        callback(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
      } else callback();
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks);
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push(Object.assign(await simpleParser(raw), { raw: raw.toString('utf8'), to_addresses: to }));
        callback();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(onPort, '127.0.0.1', () => resolve()));
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    unknown,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
