// CUSTOM_CHALLENGE in rounds, without and with SRP in front: a wrong answer asks again, the third one ends it.
import { answers, asks, assert, claims, details, newestCode, refused, signIn, user } from './sandbox.js';

const cora = user('cora');
const first = await asks(cora, 'initiateAuth', details(cora));
assert.equal(first.name, 'customChallenge');
assert.match(first.values[0].question, /gatehouse/);
const once_more = await answers(cora, 'a drawbridge');
assert.deepEqual(once_more.values[0].question, first.values[0].question, 'the same is asked again');
const second = await answers(cora, 'Portcullis');
assert.equal(second.name, 'customChallenge');
assert.notEqual(second.values[0].question, first.values[0].question);
assert.equal((await answers(cora, await newestCode('cora@example.com'))).name, 'success');
assert.equal(claims(cora)['cognito:username'], 'cora');

const proven = user('cora');
proven.setAuthenticationFlowType('CUSTOM_AUTH');
assert.equal((await signIn(proven, 'Gatehouse-1')).name, 'customChallenge', 'SRP comes first');
assert.equal((await answers(proven, 'portcullis')).name, 'customChallenge');
assert.equal((await answers(proven, await newestCode('cora@example.com'))).name, 'success');

const guessing = user('cora');
await asks(guessing, 'initiateAuth', details(guessing));
await answers(guessing, 'a moat');
await answers(guessing, 'a ladder');
await refused(answers(guessing, 'a key'), 'NotAuthorizedException');

const wrong = user('cora');
wrong.setAuthenticationFlowType('CUSTOM_AUTH');
await refused(signIn(wrong, 'Wrong-pass-1'), 'NotAuthorizedException');
