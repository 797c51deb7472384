//! Tests that need a process of their own: this program once more.

use std::process::{Command, Stdio};
use std::{env, thread};

/// The environment variable with the test of the process.
const NAME: &str = "SPECWRIGHT_TEST_PROCESS";

/// Runs the test in a process in which nothing else runs. `name` is the test's, with its module.
pub fn in_a_process(name: &str, test: impl FnOnce() + Send + 'static) {
    if is_process(name) {
        crate::caller::in_time(test);
        return;
    }
    let output = command(name).output().unwrap();
    let printed = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&printed));
}

/// Whether this process is the one that was started for a test.
pub fn is_process(name: &str) -> bool {
    env::var_os(NAME).is_some_and(|found| found == name)
}

/// A process that runs one test alone.
pub fn command(name: &str) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args([name, "--exact", "--nocapture", "--include-ignored"]).env(NAME, name);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Sleeps about so long: more or less by chance, so that nothing happens always at the same place.
pub fn sleep_about(most: std::time::Duration) {
    thread::sleep(most.mul_f64(fastrand::f64()));
}
