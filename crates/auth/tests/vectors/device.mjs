// Writes device.json: what AWS's own JavaScript client registers for a device, and how that device proves itself then.
// Run `npm ci && npm run make`. Deterministic: every "random" number is a hash of its case and name.
// Client side: amazon-cognito-identity-js, with its random salt and password replaced. The server side is arithmetic on
// BigInt with the verifier that the client registered.
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

const called = (ask) => new Promise((resolve, reject) => ask((error, value) => (error ? reject(error) : resolve(value))));

const cases = [
  ['plain', bytes('plain/salt', 16).toString('hex')],
  ['salt with the high bit set', 'ff' + bytes('high', 15).toString('hex')],
  ['salt led by a zero byte', '00' + bytes('zero byte', 15).toString('hex')],
  ['salt led by two zero bytes before a high bit', '0000f1' + bytes('padded', 13).toString('hex')],
  ['salt led by a zero nibble', '0' + bytes('zero nibble', 16).toString('hex').slice(1)],
];

const vectors = [];
for (const [name, salt] of cases) {
  const group = `-${bytes(`${name}/group`, 5).toString('hex')}`;
  const key = `eu-west-1_${bytes(`${name}/key`, 16).toString('hex')}`;
  const password = bytes(`${name}/password`, 40).toString('base64');

  const registering = new AuthenticationHelper(group);
  registering.generateRandomString = () => password;
  const pad = registering.padHex.bind(registering);
  let padded = 0;
  registering.padHex = (number) => pad(padded++ === 0 ? new BigInteger(salt, 16) : number);
  await called((done) => registering.generateHashDevice(group, key, done));
  const base64 = (hex) => Buffer.from(hex, 'hex').toString('base64');

  const proving = new AuthenticationHelper(group);
  const a = bytes(`${name}/a`, 128).toString('hex');
  proving.smallAValue = new BigInteger(a, 16);
  proving.largeAValue = await called((done) => proving.calculateA(proving.smallAValue, done));
  const v = BigInt(`0x${registering.getVerifierDevices()}`);
  const k = BigInt(`0x${proving.k.toString(16)}`);
  const b = BigInt(`0x${bytes(`${name}/b`, 128).toString('hex')}`);
  const B = (k * v + power(2n, b, N)) % N;
  const told = registering.getSaltDevices();
  const shared = await called((done) =>
    proving.getPasswordAuthenticationKey(key, password, new BigInteger(B.toString(16), 16), new BigInteger(told, 16), done));
  const secretBlock = bytes(`${name}/block`, 64).toString('base64');
  const message = Buffer.concat([
    Buffer.from(group, 'utf8'), Buffer.from(key, 'utf8'), Buffer.from(secretBlock, 'base64'), Buffer.from(TIMESTAMP, 'utf8'),
  ]);
  vectors.push({
    name, group, key, password,
    random: salt,
    salt: base64(told),
    verifier: base64(registering.getVerifierDevices()),
    a,
    srpB: B.toString(16),
    toldSalt: told,
    secretBlock,
    timestamp: TIMESTAMP,
    signature: createHmac('sha256', Buffer.from(shared)).update(message).digest('base64'),
  });
}

process.stdout.write(`${JSON.stringify({ madeBy: 'amazon-cognito-identity-js 6.3.21', vectors }, null, 1)}\n`);
