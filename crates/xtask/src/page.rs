//! The page: its packages and its build, redone only when what they are made from has changed.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::report::say;
use crate::shell::{show, succeeds, target, words};

const LOCK: &str = "ui/package-lock.json";
const SOURCES: &[&str] = &[
    "ui/src",
    "ui/static",
    "ui/public",
    "ui/index.html",
    "ui/package-lock.json",
    "ui/vite.config.ts",
    "ui/svelte.config.js",
    "ui/tsconfig.json",
];

/// Installs the page's packages, unless the lock file is the one that they were installed from.
pub(crate) fn install() -> Result<(), Failure> {
    let mark = Mark::of("page-packages", &[LOCK])?;
    if mark.stands() && Path::new("ui/node_modules/.bin/vite").exists() {
        return Ok(());
    }
    say("Installing the page's packages (npm ci)");
    show(&mut words("npm --prefix ui ci --no-fund --no-audit"))?;
    mark.set()
}

/// Builds the page into `ui/dist`, unless it was built from these very files.
pub(crate) fn build() -> Result<(), Failure> {
    let mark = Mark::of("page-build", SOURCES)?;
    if mark.stands() && Path::new("ui/dist/index.html").exists() {
        return Ok(());
    }
    say("Building the page");
    show(&mut words("npm --prefix ui run --silent build"))?;
    mark.set()
}

/// Whether the type check still finds an error: a file with a deliberate one must fail it.
pub(crate) fn type_error_is_found() -> Result<(), String> {
    let canary = Path::new("ui/src/type-error-canary.ts");
    std::fs::write(canary, "export const amount: number = 'text';\n").map_err(|error| error.to_string())?;
    let passed = succeeds(&mut words("npm --prefix ui run --silent check"));
    std::fs::remove_file(canary).map_err(|error| error.to_string())?;
    if passed {
        Err("the type check accepted a deliberate type error".to_owned())
    } else {
        Ok(())
    }
}

/// A note of what something was made from.
pub(crate) struct Mark {
    file: PathBuf,
    value: String,
}

impl Mark {
    /// The note `name` over the contents of `sources`; an absent source counts as such.
    pub(crate) fn of(name: &str, sources: &[&str]) -> Result<Self, Failure> {
        let mut hasher = DefaultHasher::new();
        for source in sources {
            hash(Path::new(source), &mut hasher)
                .map_err(|error| Failure::because(format!("{source}: {error}")))?;
        }
        Ok(Self {
            file: target().join("xtask").join(name),
            value: format!("{:016x}", hasher.finish()),
        })
    }

    /// Whether the note is the one left last time.
    pub(crate) fn stands(&self) -> bool {
        std::fs::read_to_string(&self.file).is_ok_and(|value| value == self.value)
    }

    /// Leaves the note.
    pub(crate) fn set(&self) -> Result<(), Failure> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&self.file, &self.value))
            .map_err(|error| Failure::because(format!("{}: {error}", self.file.display())))
    }
}

fn hash(path: &Path, hasher: &mut DefaultHasher) -> std::io::Result<()> {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> = std::fs::read_dir(path)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| hash(entry, hasher));
    }
    path.hash(hasher);
    if path.exists() {
        std::fs::read(path)?.hash(hasher);
    }
    Ok(())
}
