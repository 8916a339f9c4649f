//! Takes users and groups in.

use serde::Serialize;

use super::write::Written;
use crate::user_pool::UserPool;
use crate::wire::Refusal;

/// What taking in has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Users who are new.
    pub created: u32,
    /// Users who were there.
    pub changed: u32,
    /// Groups, new or changed.
    pub groups: u32,
}

/// All of it, or nothing.
pub(super) async fn take_in(pool: &UserPool, written: Written) -> Result<Imported, Refusal> {
    let mut names: Vec<&str> = written.users.iter().map(|user| user.username.as_str()).collect();
    names.sort_unstable();
    if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(Refusal::invalid_parameter(format!("{} is there twice", twice[0])));
    }
    pool.take_in(written).await
}
