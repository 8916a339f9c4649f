// What a person who is in does with their account: password, attributes and the codes that verify them, the end.
import { Attribute, another, assert, asks, changeSettings, does, newestCode, refused, signIn, user } from './sandbox.js';

const ada = user('ada');
await signIn(ada, 'Gatehouse-1');
await refused(does(ada, 'changePassword', 'Wrong-pass-1', 'Brand-new-2'), 'NotAuthorizedException');
await refused(does(ada, 'changePassword', 'Gatehouse-1', 'short'), 'InvalidPasswordException');
assert.equal(await does(ada, 'changePassword', 'Gatehouse-1', 'Brand-new-2'), 'SUCCESS');
await refused(signIn(user('ada'), 'Gatehouse-1'), 'NotAuthorizedException');
assert.equal((await signIn(user('ada'), 'Brand-new-2')).name, 'success');

const vera = user('vera');
await signIn(vera, 'Gatehouse-1');
const attributes = async () =>
  Object.fromEntries((await does(vera, 'getUserAttributes')).map(({ Name, Value }) => [Name, Value]));
assert.notEqual((await attributes()).email_verified, 'true');
assert.equal((await asks(vera, 'getAttributeVerificationCode', 'email')).name, 'inputVerificationCode');
const code = await newestCode('vera@example.com');
const verifies = (name, code) => asks(vera, 'verifyAttribute', name, code);
await refused(verifies('email', another(code)), 'CodeMismatchException');
assert.equal((await verifies('email', code)).name, 'success');
assert.equal((await attributes()).email_verified, 'true');

const changes = (Name, Value) => does(vera, 'updateAttributes', [new Attribute({ Name, Value })]);
await changes('given_name', 'Verena');
assert.equal((await attributes()).given_name, 'Verena');
await changes('email', 'verena@example.com');
assert.equal((await attributes()).email, 'vera@example.com', 'the old address stays until the new one is proven');
assert.equal((await verifies('email', await newestCode('verena@example.com'))).name, 'success');
assert.equal((await attributes()).email, 'verena@example.com');
assert.equal((await signIn(user('verena@example.com'), 'Gatehouse-1')).name, 'success', 'it is the name to sign in with');

await changeSettings({ pool: { attributes_verified_before_update: false } });
await changes('email', 'v@example.com');
assert.equal((await attributes()).email, 'v@example.com', 'at once, where the pool has it so');
assert.equal((await attributes()).email_verified, 'false');
await refused(changes('sub', 'somebody else'), 'NotAuthorizedException');
await refused(does(vera, 'deleteAttributes', ['given_name']), 'InvalidParameterException');
await changes('family_name', 'Vera');
await does(vera, 'deleteAttributes', ['family_name']);
assert.equal((await attributes()).family_name, undefined);

assert.equal(await does(vera, 'deleteUser'), 'SUCCESS');
await refused(signIn(user('vera'), 'Gatehouse-1'), 'NotAuthorizedException');
