// A forgotten password, then SRP with the new one: the verifier has changed with it.
import { assert, newestCode, refused, signIn, user } from './sandbox.js';

const ada = user('ada');
const asked = await new Promise((resolve, reject) =>
  ada.forgotPassword({
    onSuccess: resolve,
    onFailure: reject,
    inputVerificationCode: (data) => resolve(data),
  }),
);
assert.equal(asked.CodeDeliveryDetails.DeliveryMedium, 'EMAIL');
const confirm = (code) =>
  new Promise((resolve, reject) => ada.confirmPassword(code, 'Brand-new-2', { onSuccess: resolve, onFailure: reject }));
const code = await newestCode('ada@example.com');
await refused(confirm(code === '000000' ? '111111' : '000000'), 'CodeMismatchException');
await confirm(code);
assert.equal((await signIn(user('ada'), 'Brand-new-2')).name, 'success');
await refused(signIn(user('ada'), 'Gatehouse-1'), 'NotAuthorizedException');
