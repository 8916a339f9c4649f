//! What a bad network, a busy service and other people do to listings and transfers.

mod again;
mod disk;
mod download;
mod listing;
mod lost;
mod many;
mod paper;
mod service;
mod upload;
