//! The sign-in machine: pure, without clock, network or randomness.
