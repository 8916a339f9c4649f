// SRP, then a code by text message: wrong, right, and not twice.
import { another, assert, claims, newestCode, refused, sendsCode, signIn, user } from './sandbox.js';

const PHONE = '+15550100';
const sam = user('sam');
const { name, values } = await signIn(sam, 'Gatehouse-1');
assert.equal(name, 'mfaRequired');
assert.equal(values[0], 'SMS_MFA');
assert.equal(values[1].CODE_DELIVERY_DELIVERY_MEDIUM, 'SMS');
assert.ok(!values[1].CODE_DELIVERY_DESTINATION.includes('15550100'), 'the number is masked');

const code = await newestCode(PHONE);
await refused(sendsCode(sam, another(code)), 'CodeMismatchException');
assert.equal((await sendsCode(sam, code)).name, 'success');
assert.equal(claims(sam)['cognito:username'], 'sam');
await refused(sendsCode(sam, code), 'NotAuthorizedException');
