// Sign-up, confirmation and the first SRP sign-in.
import { assert, newestCode, refused, signIn, signUp, user } from './sandbox.js';

const email = 'di@example.com';
await refused(signUp('di', 'short', { email, given_name: 'Di' }), 'InvalidPasswordException');
const made = await signUp('di', 'Long-enough-1', { email, given_name: 'Di' });
assert.equal(made.userConfirmed, false);
assert.notEqual(made.codeDeliveryDetails.Destination, email);

const di = user('di');
await refused(signIn(di, 'Long-enough-1'), 'UserNotConfirmedException');
const confirm = (code) =>
  new Promise((resolve, reject) => di.confirmRegistration(code, true, (error, done) => (error ? reject(error) : resolve(done))));
const code = await newestCode(email);
await refused(confirm(code === '000000' ? '111111' : '000000'), 'CodeMismatchException');
assert.equal(await confirm(code), 'SUCCESS');
assert.equal((await signIn(di, 'Long-enough-1')).name, 'success');
