// SRP with a temporary password, then the challenge.
import { assert, callbacks, refused, signIn, user } from './sandbox.js';

const temp = user('temp');
const asked = await signIn(temp, 'Temporary-1');
assert.equal(asked.name, 'newPasswordRequired');
const [attributes, required] = asked.values;
assert.equal(attributes.email, 'temp@example.com');
assert.deepEqual(required, ['given_name']);

const answer = (password) =>
  new Promise((resolve, reject) =>
    temp.completeNewPasswordChallenge(password, { given_name: 'Tem' }, callbacks(resolve, reject)),
  );
await refused(answer('short'), 'InvalidPasswordException');
assert.equal((await answer('Brand-new-2')).name, 'success');
assert.equal((await signIn(user('temp'), 'Brand-new-2')).name, 'success');
await refused(signIn(user('temp'), 'Temporary-1'), 'NotAuthorizedException');
