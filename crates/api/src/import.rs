//! A connection out of what people have at hand: Amplify's files of both generations and all platforms, the outputs of
//! CloudFormation, CDK and Terraform, or just text with the ids in it. Everything is parsed, nothing executed, nothing
//! fetched; what comes of it is a form with notes for the person to review. A file that is not what it seems is
//! refused, with the place and what to do.

mod amplify_outputs;
mod aws_exports;
mod dart;
mod draft;
mod exported;
mod format;
mod free_text;
mod literal;
mod names;
mod native;
mod node;
mod outputs;
mod paths;
mod places;
mod program;
mod refused;
mod rules;
pub(crate) mod shapes;
mod text;

pub use draft::Imported;
pub use refused::{Kind, Place, Refused};
pub use text::{LARGEST, read};

/// A connection out of a file's bytes.
///
/// # Errors
///
/// Why the file is refused.
pub fn import(bytes: &[u8]) -> Result<Imported, Refused> {
    let text = text::decode(bytes)?;
    format::recognise(text)
}
