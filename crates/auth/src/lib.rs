//! Does what flow asks: user pool calls, SRP, tokens, identity pool, vault.
