//! What was tried, and when trying again helps: failures in a row, codes that were sent, quiet looks for a confirmation.
//! The numbers are Cognito's own ("Lockout behavior" and "Quotas", developer guide); the service says none of them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use flow::{ChallengeName, Challenged, Question, Reason, Refusal, Reply, State};
use time::{Duration, OffsetDateTime};

/// Failures that have no consequence.
const FREE: u32 = 5;
/// The longest lock, after which failures are forgotten as well.
const LONGEST: Duration = Duration::minutes(15);
/// How many codes may be sent to one person in an hour.
const CODES: usize = 5;
/// How long one code of an authenticator app lasts (RFC 6238).
const TOTP_STEP: i64 = 30;
/// After requests were throttled although they were made again.
const THROTTLED: Duration = Duration::seconds(8);
/// How often a confirmation is looked for: three minutes long.
const LOOKS: u32 = 36;

/// Something that may be wrong and is counted for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Factor {
    Password,
    Code,
}

/// An action that sends a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sends {
    Confirmation,
    Reset,
}

/// What was tried in this session.
#[derive(Debug, Default)]
pub(super) struct Tries {
    failures: BTreeMap<(String, Factor), (u32, OffsetDateTime)>,
    sent: BTreeMap<(String, Sends), VecDeque<OffsetDateTime>>,
    /// Whose second step is a code by email.
    second_step_by_email: BTreeSet<String>,
    looks: u32,
}

impl Tries {
    /// Somebody is in: nothing counts any more.
    pub(super) fn succeeded(&mut self, username: &str) {
        self.failures.retain(|(failed, _), _| failed != username);
    }

    /// The password was right.
    pub(super) fn challenged(&mut self, challenged: &Challenged) {
        let username = &challenged.challenge.username;
        self.failures.remove(&(username.clone(), Factor::Password));
        if challenged.challenge.name == ChallengeName::EmailOtp {
            self.second_step_by_email.insert(username.clone());
        }
    }

    /// A refusal with the moment from which trying again helps. `now` is our time, `theirs` the service's.
    pub(super) fn refused(
        &mut self,
        username: &str,
        code_asked: bool,
        mut refusal: Refusal,
        now: OffsetDateTime,
        theirs: OffsetDateTime,
        ours: impl Fn(OffsetDateTime) -> OffsetDateTime,
    ) -> Refusal {
        let factor = if code_asked {
            Factor::Code
        } else {
            Factor::Password
        };
        let key = (username.to_owned(), factor);
        if matches!(refusal.reason, Reason::WrongCredentials | Reason::WrongCode) {
            self.failed(key, now);
        } else if refusal.reason == Reason::LockedOut {
            refusal.until = Some(self.locked_until(&key, now));
        } else if refusal.reason == Reason::UsedCode {
            let step = theirs.unix_timestamp().div_euclid(TOTP_STEP) + 1;
            refusal.until = OffsetDateTime::from_unix_timestamp(step * TOTP_STEP)
                .ok()
                .map(ours);
        } else if refusal.reason == Reason::TooManyRequests {
            refusal.until = Some(now + THROTTLED);
        } else if refusal.reason == Reason::LimitExceeded {
            refusal.until = self.codes_again(username);
        } else if refusal.reason == Reason::NoVerifiedAddress && self.second_step_by_email.contains(username)
        {
            refusal.reason = Reason::EmailIsSecondStep;
        }
        refusal
    }

    fn failed(&mut self, key: (String, Factor), now: OffsetDateTime) {
        let failed = self.failures.entry(key).or_insert((0, now));
        if now - failed.1 > LONGEST {
            failed.0 = 0;
        }
        *failed = (failed.0 + 1, now);
    }

    /// 2^(n−5) seconds after the last of n failures; attempts during the lock do not count.
    fn locked_until(&self, key: &(String, Factor), now: OffsetDateTime) -> OffsetDateTime {
        let (failures, last) = self.failures.get(key).copied().unwrap_or((FREE, now));
        let seconds = 1_i64 << failures.saturating_sub(FREE).min(10);
        let until = last + Duration::seconds(seconds).min(LONGEST);
        until.max(now + Duration::SECOND)
    }

    /// A code is on its way.
    pub(super) fn sent(&mut self, reply: &Reply, username: &str, resets: bool, now: OffsetDateTime) {
        if matches!(reply, Reply::CodeSent(_)) {
            let sends = if resets { Sends::Reset } else { Sends::Confirmation };
            let sent = self.sent.entry((username.to_owned(), sends)).or_default();
            sent.push_back(now);
            while sent.len() > CODES {
                sent.pop_front();
            }
        }
    }

    /// How many more codes can be had within the hour for the question on the screen.
    pub(super) fn resends_left(&self, state: &State, now: OffsetDateTime) -> Option<u32> {
        let (username, sends) = match state {
            State::Answer(Question::ConfirmSignUp { username, .. }) => (username, Sends::Confirmation),
            State::Answer(Question::ResetPassword { username, .. }) => (username, Sends::Reset),
            State::Answer(Question::Challenge(_) | Question::SetUpTotp { .. })
            | State::Restoring
            | State::SignIn { .. }
            | State::SignUp { .. }
            | State::ForgotPassword { .. }
            | State::Browser { .. }
            | State::Guest
            | State::SignedIn { .. } => return None,
        };
        let recent = self.sent.get(&(username.clone(), sends)).map_or(0, |sent| {
            sent.iter().filter(|at| now - **at < Duration::HOUR).count()
        });
        u32::try_from(CODES.saturating_sub(recent)).ok()
    }

    /// When the first of as many codes as may be sent is an hour old.
    fn codes_again(&self, username: &str) -> Option<OffsetDateTime> {
        [Sends::Confirmation, Sends::Reset]
            .into_iter()
            .filter_map(|sends| self.sent.get(&(username.to_owned(), sends)))
            .filter(|sent| sent.len() >= CODES)
            .filter_map(|sent| sent.front())
            .map(|first| *first + Duration::HOUR)
            .max()
    }

    /// Whether a confirmation may be looked for once more.
    pub(super) fn may_look(&mut self) -> bool {
        self.looks += 1;
        self.looks <= LOOKS
    }

    /// Another account may wait for its confirmation next.
    pub(super) fn look_anew(&mut self) {
        self.looks = 0;
    }

    /// What a quiet look brought. Anything but "not yet" or "not now" will not get better by looking again.
    pub(super) fn looked(&mut self, reply: &Reply) {
        if let Reply::Refused(refusal) = reply
            && !matches!(refusal.reason, Reason::NotConfirmed | Reason::Unreachable)
        {
            self.looks = LOOKS;
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-21 09:00:10 UTC);

    fn refused(tries: &mut Tries, reason: Reason, now: OffsetDateTime) -> Refusal {
        tries.refused("ada", false, reason.into(), now, now, |theirs| theirs)
    }

    #[test]
    fn a_lock_lasts_two_to_the_power_of_the_failures_beyond_five() {
        for (failures, seconds) in [(5, 1), (6, 2), (7, 4), (10, 32), (14, 512), (15, 900), (40, 900)] {
            let mut tries = Tries::default();
            for _ in 0..failures {
                refused(&mut tries, Reason::WrongCredentials, NOW);
            }
            let until = refused(&mut tries, Reason::LockedOut, NOW).until;
            assert_eq!(
                until,
                Some(NOW + Duration::seconds(seconds)),
                "{failures} failures"
            );
            let until = refused(&mut tries, Reason::LockedOut, NOW).until;
            assert_eq!(
                until,
                Some(NOW + Duration::seconds(seconds)),
                "an attempt during the lock does not lengthen it"
            );
        }
    }

    #[test]
    fn failures_are_forgotten_by_success_by_time_and_between_people() {
        let mut tries = Tries::default();
        for _ in 0..9 {
            refused(&mut tries, Reason::WrongCredentials, NOW);
        }
        tries.succeeded("ada");
        let second = NOW + Duration::SECOND;
        assert_eq!(
            refused(&mut tries, Reason::LockedOut, NOW).until,
            Some(second),
            "counted elsewhere"
        );

        for _ in 0..9 {
            refused(&mut tries, Reason::WrongCredentials, NOW);
        }
        let later = NOW + Duration::minutes(16);
        refused(&mut tries, Reason::WrongCredentials, later);
        let until = refused(&mut tries, Reason::LockedOut, later).until;
        assert_eq!(until, Some(later + Duration::SECOND));
        let other = tries.refused("bo", false, Reason::LockedOut.into(), later, later, |at| at);
        assert_eq!(other.until, Some(later + Duration::SECOND));
    }

    #[test]
    fn a_used_code_waits_for_the_next_step_of_the_services_clock() {
        let mut tries = Tries::default();
        let behind = Duration::HOUR;
        let refusal = tries.refused("mo", true, Reason::UsedCode.into(), NOW - behind, NOW, |at| {
            at - behind
        });
        assert_eq!(refusal.until, Some(datetime!(2026-11-21 08:00:30 UTC)));
    }

    #[test]
    fn five_codes_an_hour_are_counted_for_each_person_and_purpose() {
        let state = |username: &str| {
            State::Answer(Question::ConfirmSignUp {
                username: username.into(),
                destination: None,
                can_change_address: false,
            })
        };
        let mut tries = Tries::default();
        assert_eq!(tries.resends_left(&state("ada"), NOW), Some(5));
        for minute in 0..5 {
            tries.sent(
                &Reply::CodeSent(None),
                "ada",
                false,
                NOW + Duration::minutes(minute),
            );
        }
        tries.sent(&Reply::Confirmed { session: None }, "ada", false, NOW);
        assert_eq!(tries.resends_left(&state("ada"), NOW), Some(0));
        assert_eq!(tries.resends_left(&state("bo"), NOW), Some(5));
        assert_eq!(
            refused(&mut tries, Reason::LimitExceeded, NOW).until,
            Some(NOW + Duration::HOUR)
        );
        let later = NOW + Duration::minutes(62);
        assert_eq!(tries.resends_left(&state("ada"), later), Some(3));
    }

    #[test]
    fn whoever_gets_codes_by_email_as_a_second_step_is_told_why_email_cannot_reset_the_password() {
        let mut tries = Tries::default();
        let unknown = refused(&mut tries, Reason::NoVerifiedAddress, NOW);
        assert_eq!(unknown.reason, Reason::NoVerifiedAddress);
        tries.second_step_by_email.insert("ada".into());
        let known = refused(&mut tries, Reason::NoVerifiedAddress, NOW);
        assert_eq!(known.reason, Reason::EmailIsSecondStep);
    }
}
