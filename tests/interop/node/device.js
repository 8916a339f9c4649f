// A device of AWS's client: confirmed at the first sign-in, remembered when the person agrees, then proven by SRP
// in the place of the second factor, which any other computer still has to give.
import { anotherComputer, asks, assert, does, refused, sendsCode, signIn, totp, user } from './sandbox.js';

const home = anotherComputer();
const dev = user('dev', home);
const [, mustAsk] = (await signIn(dev, 'Gatehouse-1')).values;
assert.equal(mustAsk, true, 'the pool wants the person to be asked');
assert.equal((await asks(dev, 'setDeviceStatusRemembered')).name, 'success');
const { Device } = (await asks(dev, 'getDevice')).values[0];
assert.match(Device.DeviceKey, /^eu-west-1_[0-9a-f-]+$/);
const listed = await asks(dev, 'listDevices', 10, null);
assert.deepEqual(listed.values[0].Devices.map((device) => device.DeviceKey), [Device.DeviceKey]);

const key = (await asks(dev, 'associateSoftwareToken')).values[0];
assert.equal((await asks(dev, 'verifySoftwareToken', totp(key, Date.now()), 'A telephone')).name, 'success');
await does(dev, 'setUserMfaPreference', null, { Enabled: true, PreferredMfa: true });

const again = user('dev', home);
assert.equal((await signIn(again, 'Gatehouse-1')).name, 'success', 'the device proves itself, no code is asked');
assert.equal(again.getSignInUserSession().getAccessToken().decodePayload().device_key, Device.DeviceKey);
const session = again.getSignInUserSession();
await does(again, 'refreshSession', session.getRefreshToken());

const elsewhere = user('dev', anotherComputer());
assert.equal((await signIn(elsewhere, 'Gatehouse-1')).name, 'totpRequired');
assert.equal((await sendsCode(elsewhere, totp(key, Date.now() + 30_000), 'SOFTWARE_TOKEN_MFA')).name, 'success');
assert.equal((await asks(elsewhere, 'listDevices', 10, null)).values[0].Devices.length, 2);

const kept = [home.getItem(`${prefix(again)}.randomPasswordKey`), home.getItem(`${prefix(again)}.deviceGroupKey`)];
home.setItem(`${prefix(again)}.randomPasswordKey`, 'not-the-one-that-was-confirmed');
await refused(signIn(user('dev', home), 'Gatehouse-1'), 'NotAuthorizedException');
home.setItem(`${prefix(again)}.randomPasswordKey`, kept[0]);
home.setItem(`${prefix(again)}.deviceGroupKey`, kept[1]);

const last = user('dev', home);
assert.equal((await signIn(last, 'Gatehouse-1')).name, 'success');
assert.equal((await asks(last, 'forgetDevice')).name, 'success');
assert.equal((await signIn(user('dev', home), 'Gatehouse-1')).name, 'totpRequired', 'a forgotten device proves nothing');

function prefix(who) {
  return `CognitoIdentityServiceProvider.${who.pool.getClientId()}.${who.getUsername()}`;
}
