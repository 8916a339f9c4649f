// SRP, then a choice between a text message and an authenticator app.
import { asks, assert, newestCode, refused, sandbox, sendsCode, signIn, totp, user } from './sandbox.js';

for (const factor of ['SMS_MFA', 'SOFTWARE_TOKEN_MFA']) {
  const sel = user('sel');
  const { name, values } = await signIn(sel, 'Gatehouse-1');
  assert.equal(name, 'selectMFAType');
  assert.deepEqual(JSON.parse(values[1].MFAS_CAN_CHOOSE).sort(), ['EMAIL_OTP', 'SMS_MFA', 'SOFTWARE_TOKEN_MFA']);

  const asked = await asks(sel, 'sendMFASelectionAnswer', factor);
  assert.equal(asked.values[0], factor);
  const code = factor === 'SMS_MFA' ? await newestCode('+15550101') : totp(sandbox.totp_secret, Date.now());
  assert.equal((await sendsCode(sel, code, factor)).name, 'success');
}
const sel = user('sel');
await signIn(sel, 'Gatehouse-1');
await refused(asks(sel, 'sendMFASelectionAnswer', 'CARRIER_PIGEON'), 'InvalidParameterException');
