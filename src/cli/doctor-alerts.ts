import { listAlerts } from '../../db/alerts.js';
import { PostOffice } from '../alert/post-office.js';
import type { Archive } from './archive.js';
import type { Finding } from './doctor.js';

/** Whether alerts reach whom they are for, and mail can be sent. */
export async function alertFindings({ db, config }: Archive): Promise<Finding[]> {
  const alerts = await listAlerts(db);
  const active = alerts.filter(({ state }) => state === 'active');
  const findings: Finding[] = [finding('alerts', 'good', `${alerts.length}: ${active.length} at work`, '')];
  for (const { id, state, reason, error, dead } of alerts) {
    const check = `alert ${id}`;
    if (state === 'stopped') {
      findings.push(
        finding(check, 'wrong', `stopped: ${reason}`, `when that is right: rostrum alerts resume ${id}`),
      );
    } else if (state === 'active' && error !== null) {
      findings.push(finding(check, 'note', `waits: ${error}`, `look with "rostrum alerts deliveries ${id}"`));
    }
    if (dead > 0) {
      const advice = `when whoever is there takes them: rostrum alerts redeliver ${id} --dead`;
      findings.push(finding(check, 'wrong', `${dead} deliveries were given up`, advice));
    }
  }
  const byMail = active.filter(({ channel }) => channel === 'mail').length;
  if (config.mail !== null) findings.push(await mailFinding({ ...config.mail, publicUrl: config.publicUrl }));
  else if (byMail > 0) {
    findings.push(finding('mail', 'wrong', `${byMail} alerts cannot send any`, 'set SMTP_URL and MAIL_FROM'));
  }
  return findings;
}

async function mailFinding(settings: ConstructorParameters<typeof PostOffice>[0]): Promise<Finding> {
  const office = new PostOffice(settings);
  try {
    await office.verify();
    return finding('mail', 'good', `the server of SMTP_URL takes it, from ${settings.from}`, '');
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return finding('mail', 'wrong', `the server of SMTP_URL does not take it: ${reason}`, 'correct SMTP_URL');
  } finally {
    office.close();
  }
}

function finding(check: string, state: Finding['state'], detail: string, advice: string): Finding {
  return { check, state, detail, advice };
}
