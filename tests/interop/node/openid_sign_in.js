// Discovery, code with PKCE and nonce, userinfo, refresh and revocation, for a public client and one with a secret.
import { assert, sandbox } from './sandbox.js';
import { begin, comeBack, discover, openid } from './openid.js';

for (const [clientId, proof] of [
  [sandbox.client_id, openid.None()],
  [sandbox.secret_client_id, openid.ClientSecretBasic(sandbox.secret_client_secret)],
  [sandbox.secret_client_id, openid.ClientSecretPost(sandbox.secret_client_secret)],
]) {
  const configuration = await discover(clientId, proof);
  const { address, checks } = await begin(configuration);
  const tokens = await openid.authorizationCodeGrant(configuration, await comeBack(address), checks);
  const claims = tokens.claims();
  assert.equal(claims.aud, clientId);
  assert.equal(claims['cognito:username'], 'ada');
  assert.equal(claims.nonce, checks.expectedNonce);

  const person = await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub);
  assert.equal(person.email, 'ada@example.com');

  const renewed = await openid.refreshTokenGrant(configuration, tokens.refresh_token);
  assert.equal(renewed.claims().sub, claims.sub);
  assert.notEqual(renewed.access_token, tokens.access_token);

  await openid.tokenRevocation(configuration, tokens.refresh_token);
  await assert.rejects(openid.refreshTokenGrant(configuration, tokens.refresh_token), { error: 'invalid_grant' });
  await assert.rejects(openid.fetchUserInfo(configuration, renewed.access_token, claims.sub));
}
