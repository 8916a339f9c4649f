// SRP, then the code of an authenticator app, which works once.
import { another, assert, refused, sandbox, sendsCode, signIn, totp, user } from './sandbox.js';

const mo = user('mo');
assert.equal((await signIn(mo, 'Gatehouse-1')).name, 'totpRequired');
const code = totp(sandbox.totp_secret, Date.now());
await refused(sendsCode(mo, another(code), 'SOFTWARE_TOKEN_MFA'), 'CodeMismatchException');
assert.equal((await sendsCode(mo, code, 'SOFTWARE_TOKEN_MFA')).name, 'success');

const again = user('mo');
await signIn(again, 'Gatehouse-1');
await refused(sendsCode(again, code, 'SOFTWARE_TOKEN_MFA'), 'ExpiredCodeException');
