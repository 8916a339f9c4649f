// SRP, then the code of an authenticator app.
import { assert, callbacks, refused, sandbox, signIn, totp, user } from './sandbox.js';

const mo = user('mo');
assert.equal((await signIn(mo, 'Gatehouse-1')).name, 'totpRequired');
const answer = (code) =>
  new Promise((resolve, reject) => mo.sendMFACode(code, callbacks(resolve, reject), 'SOFTWARE_TOKEN_MFA'));
const code = totp(sandbox.totp_secret, Date.now());
const wrong = String((Number(code) + 500000) % 1000000).padStart(6, '0');
await refused(answer(wrong), 'CodeMismatchException');
assert.equal((await answer(totp(sandbox.totp_secret, Date.now()))).name, 'success');
