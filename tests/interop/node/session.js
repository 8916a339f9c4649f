// A session that AWS's client keeps, renews and ends.
import { assert, refused, signIn, user } from './sandbox.js';

const ada = user('ada');
await signIn(ada, 'Gatehouse-1');
const session = ada.getSignInUserSession();
const renewed = await new Promise((resolve, reject) =>
  ada.refreshSession(session.getRefreshToken(), (error, next) => (error ? reject(error) : resolve(next))),
);
assert.notEqual(renewed.getAccessToken().getJwtToken(), session.getAccessToken().getJwtToken());
const attributes = await new Promise((resolve, reject) =>
  ada.getUserAttributes((error, list) => (error ? reject(error) : resolve(list))),
);
assert.ok(attributes.some(({ Name, Value }) => Name === 'email' && Value === 'ada@example.com'));

const refreshToken = renewed.getRefreshToken().getToken() ? renewed.getRefreshToken() : session.getRefreshToken();
await new Promise((resolve, reject) => ada.globalSignOut({ onSuccess: resolve, onFailure: reject }));
const again = user('ada');
await refused(
  new Promise((resolve, reject) => again.refreshSession(refreshToken, (error, next) => (error ? reject(error) : resolve(next)))),
  'NotAuthorizedException',
);
