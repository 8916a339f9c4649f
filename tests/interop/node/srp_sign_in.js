// The SRP arithmetic of AWS's own client against the sandbox's verifier.
import { assert, refused, sandbox, signIn, user } from './sandbox.js';

for (let round = 0; round < 8; round += 1) {
  const { name, values } = await signIn(user('ada'), 'Gatehouse-1');
  assert.equal(name, 'success');
  const claims = values[0].getIdToken().decodePayload();
  assert.equal(claims['cognito:username'], 'ada');
  assert.equal(claims.aud, sandbox.client_id);
  assert.equal(values[0].getAccessToken().decodePayload().token_use, 'access');
}
assert.equal((await signIn(user('ada@example.com'), 'Gatehouse-1')).name, 'success', 'the email is an alias');
await refused(signIn(user('ada'), 'Wrong-pass-1'), 'NotAuthorizedException');
await refused(signIn(user('nobody'), 'Gatehouse-1'), 'NotAuthorizedException');
await refused(signIn(user('una'), 'Gatehouse-1'), 'UserNotConfirmedException');
