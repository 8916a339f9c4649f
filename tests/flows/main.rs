//! The main job and what can go wrong in it, through everything but the window: the app's api against a fresh
//! sandbox, with a clock that the test pushes.

mod account;
mod account_refusals;
mod actions;
mod app_data;
mod browse;
mod browser;
mod challenges;
mod clipboard;
mod connections;
mod console;
mod credentials;
mod dead_ends;
mod devices;
mod doctor;
mod embedded;
mod faults;
mod fields;
mod files;
mod first_factors;
mod identity;
mod keyring;
mod lapses;
mod open_with;
mod people;
mod previews;
mod questions;
mod refusals;
mod restart;
mod seats;
mod setting;
mod sign_in;
mod sign_up;
mod steps;
mod stranded;
mod two_owners;
