//! The command line: the app, or a command that needs no window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Sign in with Amazon Cognito and reach your files in S3.
#[derive(Debug, Parser)]
#[command(version)]
struct CommandLine {
    #[command(subcommand)]
    action: Option<Action>,

    /// The link that the browser came back with; read where the window is.
    #[arg(hide = true, value_name = "LINK", value_parser = link)]
    link: Option<String>,

    /// Another folder for the app's own data.
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Action {
    #[command(flatten)]
    Console(gatehouse_shell::console::Command),
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let CommandLine { action, data, .. } = CommandLine::parse();
    match action {
        Some(Action::Console(command)) => return Ok(gatehouse_shell::console::run(command, data)),
        None => gatehouse_shell::run(data)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Only this app's own links are taken.
fn link(text: &str) -> Result<String, &'static str> {
    if text.starts_with("io.gatehouse.desktop://") {
        Ok(text.to_owned())
    } else {
        Err("no such command")
    }
}
