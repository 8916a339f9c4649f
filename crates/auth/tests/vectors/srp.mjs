// Writes srp.json: what AWS's own JavaScript client sends for given secrets, salts and server values.
// Run `npm ci && npm run make`. Deterministic: every "random" number is a hash of its case and name.
// Client side: amazon-cognito-identity-js. The server side is arithmetic on BigInt, so that B is a real one.
import { createHash, createHmac } from 'node:crypto';
import helperModule from 'amazon-cognito-identity-js/lib/AuthenticationHelper.js';
import bigIntegerModule from 'amazon-cognito-identity-js/lib/BigInteger.js';

const AuthenticationHelper = helperModule.default;
const BigInteger = bigIntegerModule.default;

const N = BigInt(`0x${new AuthenticationHelper('any').N.toString(16)}`);
const TIMESTAMP = 'Sat Feb 7 09:05:03 UTC 2026';

const bytes = (name, length) => {
  let out = Buffer.alloc(0);
  for (let i = 0; out.length < length; i++) {
    out = Buffer.concat([out, createHash('sha256').update(`${name}/${i}`).digest()]);
  }
  return out.subarray(0, length);
};

const power = (base, exponent, modulus) => {
  let result = 1n;
  for (let b = base % modulus, e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = (result * b) % modulus;
    b = (b * b) % modulus;
  }
  return result;
};

const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const called = (ask) => new Promise((resolve, reject) => ask((error, value) => (error ? reject(error) : resolve(value))));

const cases = [
  ['plain', {}],
  ['another pool', { pool: 'AbCd12345' }],
  ['user id is a uuid', { user: '6f1d3c1e-0000-4000-8000-0123456789ab' }],
  ['password in UTF-8', { password: 'Grüße, 世界 🗝️' }],
  ['user name in UTF-8', { user: 'zoë' }],
  ['password with blanks at its ends', { password: '  Gatehouse-1  ' }],
  ['password of 256 characters', { password: 'aA1-'.repeat(64) }],
  ['salt led by a zero byte', { salt: '00' + bytes('zero byte', 15).toString('hex') }],
  ['salt led by two zero bytes', { salt: '0000' + bytes('zero bytes', 14).toString('hex') }],
  ['salt led by a zero byte before a high bit', { salt: '00f1' + bytes('padded', 14).toString('hex') }],
  ['salt led by a zero nibble', { salt: '0' + bytes('zero nibble', 16).toString('hex').slice(1) }],
  ['salt with an odd number of digits', { salt: 'a' + bytes('odd', 14).toString('hex') }],
  ['salt with the high bit set', { salt: 'ff' + bytes('high', 15).toString('hex') }],
  ['salt of one byte', { salt: '7' }],
  ['salt of 32 bytes', { salt: bytes('long salt', 32).toString('hex') }],
  ['salt in capitals', { salt: 'ABCDEF0123456789' }],
  ['salt below zero', { salt: '-4f' + bytes('negative', 15).toString('hex') }],
];

const vectors = [];
for (const [name, given] of cases) {
  const { pool = 'Gatehouse', user = 'ada', password = 'Gatehouse-1' } = given;
  const salt = given.salt ?? bytes(`${name}/salt`, 16).toString('hex');
  const a = bytes(`${name}/a`, 128).toString('hex');
  const secretBlock = bytes(`${name}/block`, 64).toString('base64');

  const helper = new AuthenticationHelper(pool);
  helper.smallAValue = new BigInteger(a, 16);
  helper.largeAValue = await called((done) => helper.calculateA(helper.smallAValue, done));

  const inner = sha256(Buffer.from(`${pool}${user}:${password}`, 'utf8'));
  const saltValue = new BigInteger(salt, 16);
  const x = BigInt(`0x${sha256(Buffer.from(helper.padHex(saltValue), 'hex'), inner).toString('hex')}`);
  const k = BigInt(`0x${helper.k.toString(16)}`);
  const b = BigInt(`0x${bytes(`${name}/b`, 128).toString('hex')}`);
  const B = (k * power(2n, x, N) + power(2n, b, N)) % N;

  const key = await called((done) =>
    helper.getPasswordAuthenticationKey(user, password, new BigInteger(B.toString(16), 16), saltValue, done));
  const message = Buffer.concat([
    Buffer.from(pool, 'utf8'), Buffer.from(user, 'utf8'), Buffer.from(secretBlock, 'base64'), Buffer.from(TIMESTAMP, 'utf8'),
  ]);
  vectors.push({
    name, pool, user, password, a, salt, secretBlock,
    timestamp: TIMESTAMP,
    srpA: helper.largeAValue.toString(16),
    srpB: B.toString(16),
    key: Buffer.from(key).toString('hex'),
    signature: createHmac('sha256', Buffer.from(key)).update(message).digest('base64'),
  });
}

process.stdout.write(`${JSON.stringify({ madeBy: 'amazon-cognito-identity-js 6.3.21', N: N.toString(16), vectors }, null, 1)}\n`);
