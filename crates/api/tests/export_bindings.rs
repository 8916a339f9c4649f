//! The page's types, written from Rust's. The file is committed; a stale one is rewritten and fails this test,
//! so that a second run passes and the difference shows in the commit.

use std::collections::BTreeMap;
use std::path::Path;

use api::problem::Problem;
use api::view;
use ts_rs::{Config, TS, TypeVisitor};

const HEADER: &str = "// Written from crates/api by `cargo test -p api export_bindings`. Not to be edited.\n";

struct Declarations<'a> {
    config: &'a Config,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() || self.by_name.contains_key(&T::ident(self.config)) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let declaration = format!("{docs}export {}\n", T::decl(self.config));
        self.by_name.insert(T::ident(self.config), declaration);
        T::visit_dependencies(self);
    }
}

fn page_types() -> String {
    let config = Config::new().with_large_int("number");
    let mut found = Declarations {
        config: &config,
        by_name: BTreeMap::new(),
    };
    found.visit::<view::Update>();
    found.visit::<view::SignInForm>();
    found.visit::<view::AnswerForm>();
    found.visit::<view::StrengthForm>();
    found.visit::<view::StrengthView>();
    found.visit::<view::ProfileView>();
    found.visit::<view::FactorForm>();
    found.visit::<view::AttributeSentView>();
    found.visit::<view::DeviceView>();
    found.visit::<view::PasskeyView>();
    found.visit::<view::SignInRecordView>();
    found.visit::<view::ConnectionListView>();
    found.visit::<view::ConnectionForm>();
    found.visit::<view::SavedView>();
    found.visit::<view::ImportView>();
    found.visit::<view::ChainView>();
    found.visit::<view::ReachForm>();
    found.visit::<view::TokenForm>();
    found.visit::<view::ApiCallForm>();
    found.visit::<view::ApiAnswerView>();
    found.visit::<view::NewFolderForm>();
    found.visit::<view::NameForm>();
    found.visit::<view::RenameForm>();
    found.visit::<view::RelocateForm>();
    found.visit::<view::RelocatedView>();
    found.visit::<view::HeldView>();
    found.visit::<view::FoldersView>();
    found.visit::<view::FactsView>();
    found.visit::<view::DescribeForm>();
    found.visit::<view::ChangeForm>();
    found.visit::<view::ShareForm>();
    found.visit::<view::RequestForm>();
    found.visit::<view::LinkView>();
    found.visit::<view::VersionsView>();
    found.visit::<view::PastForm>();
    found.visit::<view::PastView>();
    found.visit::<view::BringBackForm>();
    found.visit::<view::UnfinishedView>();
    found.visit::<view::LocationView>();
    found.visit::<view::FolderForm>();
    found.visit::<view::RowsView>();
    found.visit::<view::SelectForm>();
    found.visit::<view::SortForm>();
    found.visit::<view::FindForm>();
    found.visit::<view::FoundView>();
    found.visit::<view::SearchForm>();
    found.visit::<view::AddressForm>();
    found.visit::<view::AddressView>();
    found.visit::<view::PreviewView>();
    found.visit::<view::TextView>();
    found.visit::<view::SaveTextForm>();
    found.visit::<view::ResolveForm>();
    found.visit::<view::MessageView>();
    found.visit::<view::CallView>();
    found.visit::<view::CallDetailView>();
    found.visit::<view::TokenView>();
    found.visit::<view::SandboxUsersView>();
    found.visit::<view::SandboxUserForm>();
    found.visit::<view::SandboxDeed>();
    found.visit::<view::SandboxClockForm>();
    found.visit::<view::SandboxFaultsView>();
    found.visit::<view::SandboxFaultForm>();
    found.visit::<view::TokenForm>();
    found.visit::<view::ChainView>();
    found.visit::<view::ReachForm>();
    found.visit::<view::ApiCallForm>();
    found.visit::<view::ApiAnswerView>();
    found.visit::<view::TransferSettings>();
    found.visit::<view::QueuePlace>();
    found.visit::<view::PreferencesView>();
    found.visit::<view::CopyForm>();
    found.visit::<view::TokenKind>();
    found.visit::<view::AppDataPlace>();
    found.visit::<Problem>();
    let declarations: Vec<String> = found.by_name.into_values().collect();
    format!("{HEADER}\n{}", declarations.join("\n"))
}

#[test]
fn export_bindings() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/lib/bindings.ts");
    let wanted = page_types();
    let present = std::fs::read_to_string(&path).unwrap_or_default();
    if present != wanted {
        std::fs::create_dir_all(path.parent().expect("bindings.ts lies in a folder")).expect("ui/src/lib");
        std::fs::write(&path, wanted).expect("bindings.ts");
        panic!("ui/src/lib/bindings.ts was stale and has been rewritten: commit it");
    }
}
