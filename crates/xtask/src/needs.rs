//! What the machine must have, how to tell, and what to install. On Debian and its kin it is installed after
//! saying so; elsewhere the exact command is printed and the task stops.

use std::path::Path;

use crate::failure::Failure;
use crate::report::say;
use crate::shell::{command, has, output, show, succeeds, words};

/// What a task is about to do, which decides what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Build the app.
    Build,
    /// Start the app where no display is.
    VirtualDisplay,
    /// Run the tests that need no window.
    QuickTest,
    /// Drive the real window.
    Window,
    /// Take pictures of the real window.
    Pictures,
}

enum Probe {
    Program(&'static str),
    AnyOf(&'static [&'static str]),
    Library(&'static str),
    PythonModule(&'static str),
    File(&'static str),
}

impl Probe {
    fn holds(&self) -> bool {
        match self {
            Self::Program(name) => has(name),
            Self::AnyOf(names) => names.iter().any(|name| has(name)),
            Self::Library(name) => succeeds(&mut command("pkg-config", ["--exists", name])),
            Self::PythonModule(name) => succeeds(&mut command("python3", ["-c", &format!("import {name}")])),
            Self::File(path) => Path::new(path).exists(),
        }
    }
}

struct Need {
    what: &'static str,
    probe: Probe,
    for_purposes: &'static [Purpose],
    apt: &'static str,
    dnf: &'static str,
    pacman: &'static str,
    zypper: &'static str,
}

use Purpose::{Build, Pictures, QuickTest, VirtualDisplay, Window};

const NEEDS: &[Need] = &[
    Need {
        what: "a C compiler and linker",
        probe: Probe::AnyOf(&["cc", "gcc", "clang"]),
        for_purposes: &[Build],
        apt: "build-essential",
        dnf: "gcc gcc-c++ make",
        pacman: "base-devel",
        zypper: "gcc gcc-c++ make",
    },
    Need {
        what: "pkg-config",
        probe: Probe::Program("pkg-config"),
        for_purposes: &[Build],
        apt: "pkg-config",
        dnf: "pkgconf-pkg-config",
        pacman: "pkgconf",
        zypper: "pkg-config",
    },
    Need {
        what: "WebKitGTK 4.1, which shows the page",
        probe: Probe::Library("webkit2gtk-4.1"),
        for_purposes: &[Build],
        apt: "libwebkit2gtk-4.1-dev",
        dnf: "webkit2gtk4.1-devel",
        pacman: "webkit2gtk-4.1",
        zypper: "webkit2gtk3-devel",
    },
    Need {
        what: "a virtual display",
        probe: Probe::Program("Xvfb"),
        for_purposes: &[VirtualDisplay, Window],
        apt: "xvfb xauth",
        dnf: "xorg-x11-server-Xvfb xauth",
        pacman: "xorg-server-xvfb xorg-xauth",
        zypper: "xorg-x11-server-Xvfb xauth",
    },
    Need {
        what: "a private session bus",
        probe: Probe::Program("dbus-daemon"),
        for_purposes: &[VirtualDisplay, Window],
        apt: "dbus",
        dnf: "dbus-daemon",
        pacman: "dbus",
        zypper: "dbus-1-daemon",
    },
    Need {
        what: "WebKitWebDriver, which drives the window",
        probe: Probe::Program("WebKitWebDriver"),
        for_purposes: &[Window],
        apt: "webkit2gtk-driver",
        dnf: "webkit2gtk-driver",
        pacman: "webkitgtk-6.0",
        zypper: "webkit2gtk-driver",
    },
    Need {
        what: "a keyring",
        probe: Probe::Program("gnome-keyring-daemon"),
        for_purposes: &[Window],
        apt: "gnome-keyring",
        dnf: "gnome-keyring",
        pacman: "gnome-keyring",
        zypper: "gnome-keyring",
    },
    Need {
        what: "xdotool, which types into native dialogs",
        probe: Probe::Program("xdotool"),
        for_purposes: &[Window],
        apt: "xdotool",
        dnf: "xdotool",
        pacman: "xdotool",
        zypper: "xdotool",
    },
    Need {
        what: "rclone, which reads files by the profile that the app installs",
        probe: Probe::Program("rclone"),
        for_purposes: &[Window],
        apt: "rclone",
        dnf: "rclone",
        pacman: "rclone",
        zypper: "rclone",
    },
    Need {
        what: "Chromium, for the page's own screens",
        probe: Probe::AnyOf(&["chromium", "chromium-browser", "google-chrome"]),
        for_purposes: &[QuickTest],
        apt: "chromium",
        dnf: "chromium",
        pacman: "chromium",
        zypper: "chromium",
    },
    Need {
        what: "Python's venv",
        probe: Probe::PythonModule("ensurepip, venv"),
        for_purposes: &[QuickTest],
        apt: "python3-venv",
        dnf: "python3",
        pacman: "python",
        zypper: "python3",
    },
    Need {
        what: "a text font",
        probe: Probe::File("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
        for_purposes: &[Window, Pictures, VirtualDisplay],
        apt: "fonts-dejavu-core",
        dnf: "dejavu-sans-fonts",
        pacman: "ttf-dejavu",
        zypper: "dejavu-fonts",
    },
    Need {
        what: "an emoji font",
        probe: Probe::File("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"),
        for_purposes: &[Pictures],
        apt: "fonts-noto-color-emoji",
        dnf: "google-noto-color-emoji-fonts",
        pacman: "noto-fonts-emoji",
        zypper: "noto-coloremoji-fonts",
    },
    Need {
        what: "a font for East Asian names",
        probe: Probe::File("/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf"),
        for_purposes: &[Pictures],
        apt: "fonts-droid-fallback",
        dnf: "google-droid-sans-fonts",
        pacman: "ttf-droid",
        zypper: "google-droid-fonts",
    },
    Need {
        what: "ImageMagick, which shrinks pictures",
        probe: Probe::AnyOf(&["magick", "convert"]),
        for_purposes: &[Pictures],
        apt: "imagemagick",
        dnf: "ImageMagick",
        pacman: "imagemagick",
        zypper: "ImageMagick",
    },
];

/// Makes sure that the machine has what `purposes` need.
pub(crate) fn meet(purposes: &[Purpose]) -> Result<(), Failure> {
    check_node()?;
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let missing: Vec<&Need> = NEEDS
        .iter()
        .filter(|need| {
            need.for_purposes.iter().any(|purpose| purposes.contains(purpose)) && !need.probe.holds()
        })
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    say("Missing on this machine:");
    for need in &missing {
        say(format!("  - {}", need.what));
    }
    if has("apt-get") {
        install(&missing)?;
        return confirm(&missing);
    }
    Err(Failure::because(elsewhere(&missing)))
}

fn check_node() -> Result<(), Failure> {
    let version = output(&mut words("node --version")).unwrap_or_default();
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|part| part.parse::<u32>().ok());
    match major {
        Some(20..) if has("npm") => Ok(()),
        Some(_) => Err(Failure::because(format!(
            "Node 20 or newer with npm is needed; this is {version}."
        ))),
        None => Err(Failure::because(
            "Node 20 or newer with npm is needed, from https://nodejs.org/ or your system.",
        )),
    }
}

fn install(missing: &[&Need]) -> Result<(), Failure> {
    let packages: Vec<&str> = missing
        .iter()
        .flat_map(|need| need.apt.split_whitespace())
        .collect();
    let root = output(&mut words("id -u")).as_deref() == Some("0");
    let prefix = if root { "" } else { "sudo " };
    let update = format!("{prefix}apt-get update");
    let install = format!(
        "{prefix}apt-get install -y --no-install-recommends {}",
        packages.join(" ")
    );
    if !root && !has("sudo") {
        return Err(Failure::because(format!(
            "As root, run:\n  {update}\n  {install}"
        )));
    }
    say(format!("Installing: {install}"));
    let mut update = words(&update);
    show(update.arg("-qq"))?;
    show(words(&install).env("DEBIAN_FRONTEND", "noninteractive"))
}

fn confirm(missing: &[&Need]) -> Result<(), Failure> {
    match missing.iter().find(|need| !need.probe.holds()) {
        Some(need) => Err(Failure::because(format!(
            "{} is still missing after installing {}.",
            need.what, need.apt
        ))),
        None => Ok(()),
    }
}

fn elsewhere(missing: &[&Need]) -> String {
    let list = |pick: fn(&Need) -> &'static str| {
        missing
            .iter()
            .map(|need| pick(need))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let line = if has("dnf") {
        format!("sudo dnf install {}", list(|need| need.dnf))
    } else if has("pacman") {
        format!("sudo pacman -S --needed {}", list(|need| need.pacman))
    } else if has("zypper") {
        format!("sudo zypper install {}", list(|need| need.zypper))
    } else {
        format!("install what Debian calls: {}", list(|need| need.apt))
    };
    format!("Run this, then start again:\n  {line}")
}
