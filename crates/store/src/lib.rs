//! The embedded database of this device. Never a secret.
