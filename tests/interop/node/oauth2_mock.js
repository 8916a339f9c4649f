// oauth2-mock-server on Cognito's paths. The provider that the browser is sent to names the mood in which the tokens are
// made: one thing is wrong with them, or with the answer that brings them. Without one all is well.
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const { OAuth2Server } = await import(
  pathToFileURL(`${process.env.NODE_MODULES}/oauth2-mock-server/dist/index.mjs`)
);
const { PORT, ISSUER, POOL } = process.env;

const mock = new OAuth2Server(undefined, undefined, {
  endpoints: {
    authorize: '/oauth2/authorize',
    token: '/oauth2/token',
    revoke: '/oauth2/revoke',
    jwks: `/${POOL}/.well-known/jwks.json`,
  },
});
mock.issuer.url = ISSUER;
await mock.issuer.keys.generate('RS256', { kid: 'one' });

let mood;
let used = 0;
mock.service.on('beforeAuthorizeRedirect', (redirect, request) => {
  mood = request.query.idp_identifier;
  const answer = redirect.url.searchParams;
  if (mood === 'iss in the address') answer.set('iss', 'https://evil.test');
  if (mood === 'declined') {
    answer.delete('code');
    answer.set('error', 'access_denied');
  }
  if (mood === 'code of somebody else') answer.set('code', 'EVIL');
});

// The access token is made first, then the ID token.
const forge = {
  aud: (id) => (id.payload.aud = 'somebody-else'),
  'aud missing': (id) => delete id.payload.aud,
  iss: (id) => (id.payload.iss = 'https://evil.test'),
  nonce: (id) => (id.payload.nonce = 'another'),
  'nonce missing': (id) => delete id.payload.nonce,
  kid: (id) => (id.header.kid = '../../dev/null'),
  expired: (id) => (id.payload.exp = id.payload.iat - 3600),
  'not yet': (id) => (id.payload.nbf = id.payload.iat + 3600),
  'another use': (id) => (id.payload.token_use = 'access'),
  at_hash: (id) => (id.payload.at_hash = 'AAAAAAAAAAAAAAAAAAAAAA'),
  'another person': (id) => (id.payload.sub = 'mallory'),
};
mock.service.on('beforeTokenSigning', (token, request) => {
  const { payload } = token;
  payload.auth_time = payload.iat;
  if (payload.aud === undefined && used++ % 2 === 0) {
    Object.assign(payload, {
      token_use: 'access',
      client_id: request.body.client_id,
      username: 'ada',
      scope: mood === 'no scope' ? 'openid' : 'openid aws.cognito.signin.user.admin',
    });
    return;
  }
  used = 0;
  Object.assign(payload, { token_use: 'id', 'cognito:username': 'ada', email: 'ada@example.com' });
  forge[mood]?.(token);
});

const none = (token) => {
  const payload = token.split('.')[1];
  return `${Buffer.from('{"alg":"none","kid":"one"}').toString('base64url')}.${payload}.`;
};
const flipped = (token) => token.slice(0, -6) + (token.at(-6) === 'A' ? 'B' : 'A') + token.slice(-5);
mock.service.on('beforeResponse', (answer) => {
  const { body } = answer;
  const fail = (statusCode, error) => Object.assign(answer, { statusCode, body: { error } });
  if (mood === 'alg none') body.id_token = none(body.id_token);
  if (mood === 'signature') body.id_token = flipped(body.id_token);
  if (mood === 'swapped') [body.id_token, body.access_token] = [body.access_token, body.id_token];
  if (mood === 'no id token') delete body.id_token;
  if (mood === 'mac') body.token_type = 'mac';
  if (mood === 'invalid_grant') fail(400, 'invalid_grant');
  if (mood === 'invalid_client') fail(401, 'invalid_client');
  if (mood === 'unauthorized_client') fail(400, 'unauthorized_client');
  if (mood === 'unknown error') fail(400, '<script>');
  if (mood === 'throttled') fail(429, 'slow_down');
  if (mood === 'broken') fail(503, 'server_error');
});

createServer((request, response) => {
  if (request.url === '/oauth2/token') {
    const json = { 'content-type': 'application/json' };
    if (mood === 'elsewhere') return response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end();
    if (mood === 'html') return response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello');
    if (mood === 'not json') return response.writeHead(200, json).end('{"access_token":');
    if (mood === 'truncated') {
      response.writeHead(200, { ...json, 'content-length': '4096' }).write('{"access_token":"abc');
      return setTimeout(() => response.destroy(), 20);
    }
    if (mood === 'endless') {
      response.writeHead(200, json);
      const more = () => response.destroyed || (response.write('a'.repeat(65536)), setTimeout(more, 1));
      return more();
    }
    if (mood === 'late') return setTimeout(() => mock.service.requestHandler(request, response), 1500);
  }
  mock.service.requestHandler(request, response);
}).listen(Number(PORT), '127.0.0.1');
