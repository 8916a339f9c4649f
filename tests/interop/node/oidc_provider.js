// oidc-provider, a certified OpenID provider, on Cognito's paths and with Cognito's claims. Its own development pages ask
// for a name and for consent.
import { generateKeyPairSync } from 'node:crypto';
import { pathToFileURL } from 'node:url';

const { default: Provider } = await import(pathToFileURL(`${process.env.NODE_MODULES}/oidc-provider/lib/index.js`));
const { PORT, ISSUER, POOL, CLIENT, SECRET, CALLBACK } = process.env;

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = { ...privateKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' };

const provider = new Provider(ISSUER, {
  clients: [
    {
      client_id: CLIENT,
      ...(SECRET ? { client_secret: SECRET } : { token_endpoint_auth_method: 'none' }),
      application_type: 'native',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [CALLBACK],
    },
  ],
  jwks: { keys: [key] },
  cookies: { keys: ['of this run only'] },
  routes: {
    authorization: '/oauth2/authorize',
    token: '/oauth2/token',
    userinfo: '/oauth2/userInfo',
    revocation: '/oauth2/revoke',
    end_session: '/logout',
    jwks: `/${POOL}/.well-known/jwks.json`,
  },
  pkce: { required: () => true },
  conformIdTokenClaims: false,
  claims: { openid: ['sub', 'cognito:username', 'token_use'], email: ['email'] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, 'cognito:username': id, token_use: 'id', email: `${id}@example.com` }),
  }),
  extraTokenClaims: (_, token) => ({ token_use: 'access', username: token.accountId }),
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  features: {
    revocation: { enabled: true, allowedPolicy: () => true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'https://api.example.com',
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'aws.cognito.signin.user.admin',
        accessTokenFormat: 'jwt',
        accessTokenTTL: Number(process.env.TTL ?? 3600),
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  ttl: { IdToken: Number(process.env.TTL ?? 3600), Session: 3600, Grant: 3600, Interaction: 3600, RefreshToken: 3600 },
});
provider.listen(Number(PORT), '127.0.0.1');
