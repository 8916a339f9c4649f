//! A desktop of its own for the real window: a virtual display, a session bus, an unlocked keyring and folders that
//! nobody else uses. All of it ends when the value is dropped.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// The first display number to try; lower ones belong to people.
const FIRST_DISPLAY: u32 = 120;
/// What unlocks the keyring. It must not be empty, or no collection is made.
const KEYRING_PASSWORD: &str = "keyring of a test";

/// Whether there is a keyring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyring {
    /// There is one, unlocked.
    Unlocked,
    /// There is none.
    Absent,
}

/// A desktop.
pub struct Desktop {
    folder: TempDir,
    display: String,
    bus: String,
    theme: &'static str,
    _running: Vec<Running>,
}

/// A program and all that it starts, ended together.
pub struct Running(Child);

impl Running {
    /// Starts a program as the head of a group of its own.
    pub fn start(command: &mut Command) -> Self {
        use std::os::unix::process::CommandExt;
        Self(
            command
                .process_group(0)
                .spawn()
                .unwrap_or_else(|error| panic!("{command:?}: {error}")),
        )
    }

    /// What the program writes to its standard output, where that is piped.
    pub fn output(&mut self) -> ChildStdout {
        self.0
            .stdout
            .take()
            .expect("the standard output is piped, and taken once")
    }

    /// Ends it and all that it has started at once, as a power cut would: nothing of it is asked or told.
    pub fn kill(mut self) {
        self.signal("-KILL");
        assert!(self.wait_until(Self::group_has_ended), "what is killed has ended");
    }

    fn has_ended(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }

    /// Whether what it started has ended as well: an app that still runs would take the next one for its second self.
    fn group_has_ended(&mut self) -> bool {
        self.has_ended() && !self.signal("-0")
    }

    /// Whether it came to that within two seconds.
    fn wait_until(&mut self, over: impl Fn(&mut Self) -> bool) -> bool {
        for _ in 0..100 {
            if over(self) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }

    fn signal(&self, name: &str) -> bool {
        let group = format!("-{}", self.0.id());
        let sent = Command::new("kill")
            .args([name, "--", &group])
            .stderr(Stdio::null())
            .status();
        sent.is_ok_and(|status| status.success())
    }
}

impl Drop for Running {
    /// Asks first, so that a display takes its socket and its lock with it.
    fn drop(&mut self) {
        self.signal("-TERM");
        self.wait_until(Self::has_ended);
        self.signal("-KILL");
        if !self.wait_until(Self::group_has_ended) {
            tracing::warn!(group = self.0.id(), "a process outlives its test");
        }
        let _ = self.0.wait();
    }
}

impl Desktop {
    /// A fresh one with a keyring.
    pub fn fresh() -> Self {
        Self::with(Keyring::Unlocked)
    }

    /// A fresh one.
    pub fn with(keyring: Keyring) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["home", "home/Downloads", "run", "data", "config", "cache"] {
            fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        private(&folder.path().join("run"));
        fs::write(
            folder.path().join("config/user-dirs.dirs"),
            "XDG_DOWNLOAD_DIR=\"$HOME/Downloads\"\n",
        )
        .expect("the folder for downloads has a name");
        let (display, screen) = virtual_display();
        let (bus, daemon) = session_bus(folder.path());
        let mut desktop = Self {
            theme: "Adwaita",
            folder,
            display,
            bus,
            _running: vec![screen, daemon],
        };
        match keyring {
            Keyring::Unlocked => {
                let daemon = desktop.unlocked_keyring();
                desktop._running.push(daemon);
            }
            Keyring::Absent => {}
        }
        desktop
    }

    /// The same in the theme `light` or `dark`.
    pub fn themed(mut self, theme: &str) -> Self {
        self.theme = if theme == "dark" {
            "Adwaita:dark"
        } else {
            "Adwaita"
        };
        self
    }

    /// The person's home folder.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// Where downloads go.
    pub fn downloads(&self) -> PathBuf {
        self.home().join("Downloads")
    }

    /// Everything that programs have written here.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A program with this desktop, and nothing else of this process' environment.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        let at = |name: &str| self.folder.path().join(name);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("LANG", "C.UTF-8")
            .env("HOME", at("home"))
            .env("XDG_RUNTIME_DIR", at("run"))
            .env("XDG_DATA_HOME", at("data"))
            .env("XDG_CONFIG_HOME", at("config"))
            .env("XDG_CACHE_HOME", at("cache"))
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("GTK_THEME", self.theme)
            .env("NO_AT_BRIDGE", "1")
            .env("GTK_USE_PORTAL", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// Types into whatever window has the focus, native dialogs included.
    pub fn xdotool(&self, arguments: &[&str]) -> String {
        let output = self
            .command("xdotool")
            .args(arguments)
            .stdout(Stdio::piped())
            .output()
            .expect("xdotool");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn unlocked_keyring(&self) -> Running {
        let mut command = self.command("gnome-keyring-daemon");
        command
            .args(["--unlock", "--foreground", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut daemon = Running::start(&mut command);
        let mut password = daemon.0.stdin.take().expect("a pipe");
        password
            .write_all(KEYRING_PASSWORD.as_bytes())
            .expect("the keyring takes the password");
        drop(password);
        let mut said = String::new();
        let answer = daemon.output();
        BufReader::new(answer)
            .read_line(&mut said)
            .expect("the keyring answers");
        daemon
    }
}

fn private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).expect("a private folder");
}

fn virtual_display() -> (String, Running) {
    for number in FIRST_DISPLAY..FIRST_DISPLAY + 200 {
        if holder_of(number).is_some_and(|process| Path::new(&format!("/proc/{process}")).exists()) {
            continue;
        }
        let display = format!(":{number}");
        let mut command = Command::new("Xvfb");
        command
            .args([&display, "-screen", "0", "1280x900x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut screen = Running::start(&mut command);
        for _ in 0..200 {
            if screen.has_ended() {
                break;
            }
            let answers = UnixStream::connect(format!("/tmp/.X11-unix/X{number}")).is_ok();
            if answers && holder_of(number) == Some(screen.0.id()) {
                return (display, screen);
            }
            std::thread::sleep(Duration::from_millis(25));
        }
    }
    panic!("no free display");
}

/// The process that has, or before it died had, the display of this number.
fn holder_of(number: u32) -> Option<u32> {
    fs::read_to_string(format!("/tmp/.X{number}-lock"))
        .ok()?
        .trim()
        .parse()
        .ok()
}

fn session_bus(folder: &Path) -> (String, Running) {
    let mut command = Command::new("dbus-daemon");
    command
        .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
        .env("XDG_RUNTIME_DIR", folder.join("run"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut daemon = Running::start(&mut command);
    let mut address = String::new();
    let answer = daemon.output();
    BufReader::new(answer)
        .read_line(&mut address)
        .expect("the bus says its address");
    (address.trim().to_owned(), daemon)
}
