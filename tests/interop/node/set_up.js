// MFA_SETUP: the key of a new authenticator app, proven by a first code, then asked for at every sign-in.
import { another, asks, assert, claims, refused, sendsCode, signIn, totp, user } from './sandbox.js';

const nina = user('nina');
const { name, values } = await signIn(nina, 'Gatehouse-1');
assert.equal(name, 'mfaSetup');
assert.ok(JSON.parse(values[1].MFAS_CAN_SETUP).includes('SOFTWARE_TOKEN_MFA'));

const key = (await asks(nina, 'associateSoftwareToken')).values[0];
assert.match(key, /^[A-Z2-7]{16,}$/);
const proves = (code) => asks(nina, 'verifySoftwareToken', code, 'A telephone');
await refused(proves(another(totp(key, Date.now()))), 'EnableSoftwareTokenMFAException');
const first = totp(key, Date.now());
assert.equal((await proves(first)).name, 'success');
assert.equal(claims(nina)['cognito:username'], 'nina');

const again = user('nina');
assert.equal((await signIn(again, 'Gatehouse-1')).name, 'totpRequired');
const next = totp(key, Date.now() + 30_000);
assert.equal((await sendsCode(again, next, 'SOFTWARE_TOKEN_MFA')).name, 'success');
