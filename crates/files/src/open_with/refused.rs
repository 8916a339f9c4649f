//! What is never handed to the system to be opened, because the system would run it: by its name, and by its first
//! bytes whatever its name.

/// Extensions of what Windows, macOS or a Linux desktop runs, installs or lets change its settings.
const PROGRAMS: [&str; 78] = [
    "action",
    "apk",
    "app",
    "appimage",
    "appref-ms",
    "application",
    "bash",
    "bat",
    "bin",
    "chm",
    "cmd",
    "com",
    "command",
    "cpl",
    "csh",
    "deb",
    "desktop",
    "dll",
    "dmg",
    "dylib",
    "elf",
    "exe",
    "fish",
    "flatpak",
    "flatpakref",
    "gadget",
    "hta",
    "inf",
    "ins",
    "inx",
    "isu",
    "jar",
    "jnlp",
    "job",
    "jse",
    "js",
    "ko",
    "ksh",
    "library-ms",
    "lnk",
    "mobileconfig",
    "mpkg",
    "msc",
    "msi",
    "msix",
    "msp",
    "mst",
    "out",
    "pif",
    "pkg",
    "pl",
    "prefpane",
    "prg",
    "ps1",
    "ps1xml",
    "psc1",
    "psm1",
    "py",
    "pyw",
    "rb",
    "reg",
    "rgs",
    "rpm",
    "run",
    "scf",
    "scpt",
    "scr",
    "sct",
    "search-ms",
    "service",
    "sh",
    "snap",
    "so",
    "terminal",
    "u3p",
    "url",
    "vb",
    "webloc",
];
/// More of them, of Windows' own scripts.
const SCRIPTS: [&str; 12] = [
    "vbe",
    "vbs",
    "vbscript",
    "workflow",
    "ws",
    "wsc",
    "wsf",
    "wsh",
    "xbap",
    "zsh",
    "settingcontent-ms",
    "appx",
];

/// How programs begin: ELF, Windows, scripts, and Mach-O in its five forms.
const BEGINNINGS: [&[u8]; 8] = [
    b"\x7fELF",
    b"MZ",
    b"#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
];

/// Whether a file of this name, before any byte of it is fetched, would be run.
pub(super) fn by_name(name: &str) -> bool {
    let name = name.trim_end_matches(['.', ' ', '\0']);
    let Some((_, extension)) = name.rsplit_once('.') else {
        return false;
    };
    let extension = extension.to_lowercase();
    PROGRAMS.contains(&extension.as_str()) || SCRIPTS.contains(&extension.as_str())
}

/// Whether a file that begins like this would be run.
pub(super) fn by_bytes(beginning: &[u8]) -> bool {
    let desktop_entry = beginning
        .windows(15)
        .take(512)
        .any(|part| part == b"[Desktop Entry]");
    desktop_entry || BEGINNINGS.iter().any(|program| beginning.starts_with(program))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_by_their_names_in_any_disguise() {
        for name in [
            "a.exe",
            "A.EXE",
            "invoice.pdf.exe",
            "a.exe. ",
            "photo\u{202e}gpj.scr",
            "x.desktop",
            "x.AppImage",
            "run.sh",
            "x.lnk",
            "x.url",
            "x.vbs",
            "x.command",
            "x.jar",
        ] {
            assert!(by_name(name), "{name}");
        }
        for name in [
            "a.pdf",
            "exe",
            "notes.txt",
            "photo.jpg",
            "table.csv",
            "a.docx",
            "README",
            ".bashrc",
            "",
        ] {
            assert!(!by_name(name), "{name}");
        }
    }

    #[test]
    fn programs_are_told_by_their_first_bytes_whatever_their_name() {
        for bytes in [
            &b"\x7fELF\x02"[..],
            b"MZ\x90\0",
            b"#!/bin/sh",
            b"\xca\xfe\xba\xbe",
            b"# x\n[Desktop Entry]\n",
        ] {
            assert!(by_bytes(bytes));
        }
        for bytes in [&b""[..], b"%PDF-1.7", b"PK\x03\x04", b"text", b"\x89PNG"] {
            assert!(!by_bytes(bytes));
        }
    }
}
