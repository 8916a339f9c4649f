//! Files that another program has open, as the page shows them.

use files::names::{last_part, visible};
use files::{CopyState, OpenCopy};

use crate::problem::Problem;
use crate::view::{CopyStateView, CopyView};

pub(crate) fn copies(copies: &[OpenCopy]) -> Vec<CopyView> {
    copies.iter().map(copy).collect()
}

fn copy(copy: &OpenCopy) -> CopyView {
    let (state, problem) = match &copy.state {
        CopyState::Same => (CopyStateView::Same, None),
        CopyState::Saving => (CopyStateView::Saving, None),
        CopyState::Conflict => (CopyStateView::Conflict, None),
        CopyState::Left => (CopyStateView::Left, None),
        CopyState::Failed(error) => (CopyStateView::Failed, Some(Problem::of_files(error))),
    };
    let file = copy.path.file_name().unwrap_or_default().to_string_lossy();
    CopyView {
        id: copy.id,
        location: copy.location.to_string(),
        key: copy.key.to_string(),
        name: visible(last_part(&copy.key)).into_owned(),
        saved_as: copy.renamed.then(|| file.into_owned()),
        saved: copy.saved,
        state,
        problem,
    }
}
