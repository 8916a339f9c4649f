// openid-client against the hosted UI. The pool's issuer is an address of AWS; here it is reached at the sandbox.
import { pathToFileURL } from 'node:url';
import { Browser } from './browser.js';
import { sandbox } from './sandbox.js';

export const openid = await import(pathToFileURL(`${process.env.NODE_MODULES}/openid-client/build/index.js`).href);
export const callback = 'http://localhost:17643/callback';

const aws = `https://cognito-idp.${sandbox.region}.amazonaws.com`;

export function discover(clientId, proof) {
  return openid.discovery(new URL(`${aws}/${sandbox.user_pool_id}`), clientId, undefined, proof, {
    execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks],
    [openid.customFetch]: (address, options) => fetch(String(address).replace(aws, sandbox.url), options),
  });
}

// A request of its own with everything that its answer is held against.
export async function begin(configuration, changes = {}) {
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const expectedState = openid.randomState();
  const expectedNonce = openid.randomNonce();
  const address = openid.buildAuthorizationUrl(configuration, {
    redirect_uri: callback,
    scope: 'openid email profile',
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...changes,
  });
  return { address, checks: { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true } };
}

export async function comeBack(address) {
  return new Browser().signIn(address, 'ada', 'Gatehouse-1');
}
