//! What a bad network, a busy service and other people do to listings and transfers.

mod again;
mod download;
mod listing;
mod service;
mod upload;
