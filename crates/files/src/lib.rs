//! Browses and moves objects in S3.
