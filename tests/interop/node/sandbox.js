// Users of the sandbox as amazon-cognito-identity-js sees them, with its callbacks turned into promises.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';

const { AuthenticationDetails, CognitoUser, CognitoUserAttribute, CognitoUserPool } = createRequire(
  process.env.NODE_MODULES + '/',
)('amazon-cognito-identity-js');

export const sandbox = JSON.parse(process.env.SANDBOX);

class Memory {
  #items = new Map();
  getItem = (key) => this.#items.get(key) ?? null;
  setItem = (key, value) => this.#items.set(key, value);
  removeItem = (key) => this.#items.delete(key);
  clear = () => this.#items.clear();
}

export const Storage = new Memory();
export const pool = new CognitoUserPool({
  UserPoolId: sandbox.user_pool_id,
  ClientId: sandbox.client_id,
  endpoint: sandbox.url + '/',
  Storage,
});

export function user(name) {
  return new CognitoUser({ Username: name, Pool: pool, Storage });
}

// Signs in by SRP; the answer says which callback was called and with what.
export function signIn(who, password) {
  const details = new AuthenticationDetails({ Username: who.getUsername(), Password: password });
  return new Promise((resolve, reject) => who.authenticateUser(details, callbacks(resolve, reject)));
}

export function callbacks(resolve, reject) {
  const say = (name) => (...values) => resolve({ name, values });
  return {
    onSuccess: say('success'),
    onFailure: reject,
    newPasswordRequired: say('newPasswordRequired'),
    totpRequired: say('totpRequired'),
    mfaRequired: say('mfaRequired'),
    inputVerificationCode: say('inputVerificationCode'),
  };
}

export function signUp(name, password, attributes) {
  const list = Object.entries(attributes).map(([Name, Value]) => new CognitoUserAttribute({ Name, Value }));
  return new Promise((resolve, reject) =>
    pool.signUp(name, password, list, null, (error, result) => (error ? reject(error) : resolve(result))),
  );
}

export async function refused(promise, code) {
  await assert.rejects(promise, (error) => {
    assert.equal(error.code ?? error.name, code, error.message);
    return true;
  });
}

export async function newestCode(to) {
  const answer = await fetch(`${sandbox.url}/_sandbox/inbox`, {
    headers: { authorization: `Bearer ${sandbox.control_token}` },
  });
  return (await answer.json()).find((message) => message.to === to).code;
}

// RFC 6238 with SHA-1, six digits and thirty seconds.
export function totp(secret, at) {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const start = mac[19] & 15;
  return String((mac.readUInt32BE(start) & 0x7fffffff) % 1000000).padStart(6, '0');
}

export { assert };
