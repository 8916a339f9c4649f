// What a careful client is refused: codes used again, wrong verifiers, foreign scopes, a person who declines.
import { Browser } from './browser.js';
import { assert, sandbox } from './sandbox.js';
import { begin, comeBack, discover, openid } from './openid.js';

const configuration = await discover(sandbox.client_id, openid.None());
const exchange = (back, checks) => openid.authorizationCodeGrant(configuration, back, checks);

const first = await begin(configuration);
const back = await comeBack(first.address);
const tokens = await exchange(back, first.checks);
await assert.rejects(exchange(back, first.checks), { error: 'invalid_grant' });
await assert.rejects(openid.refreshTokenGrant(configuration, tokens.refresh_token), { error: 'invalid_grant' });

const second = await begin(configuration);
const wrong = { ...second.checks, pkceCodeVerifier: openid.randomPKCECodeVerifier() };
await assert.rejects(exchange(await comeBack(second.address), wrong), { error: 'invalid_grant' });

const secret = await discover(sandbox.secret_client_id, openid.ClientSecretBasic('not-the-secret'));
const third = await begin(secret);
await assert.rejects(openid.authorizationCodeGrant(secret, await comeBack(third.address), third.checks), {
  error: 'invalid_client',
});

const greedy = await begin(configuration, { scope: 'openid everything' });
const refused = await new Browser().visit(greedy.address.href);
await assert.rejects(exchange(new URL(refused.address), greedy.checks), { error: 'invalid_request' });

const federated = await begin(configuration, { identity_provider: 'AcmeOIDC' });
const browser = new Browser();
const page = await browser.visit(federated.address.href);
const declined = await browser.submit(page, 'Decline', { end: 'decline' });
await assert.rejects(exchange(new URL(declined.address), federated.checks), { error: 'access_denied' });
const accepted = await browser.submit(page, 'Grace Hopper', { who: '248289761001' });
assert.match(accepted.text, /Invalid state/, 'a visit that has been answered is over');
