//! The output of the tour, and whether everything was as expected.

use crate::narrator::{Narrator, OPERATIONS};
use std::fmt::Display;
use std::process::ExitCode;
use zoho_crm_portals::ErrorItems;
use zoho_crm_portals::models::ResultCode;
use zoho_crm_portals::runtime::{Error, serde_json};

/// Prints the tour, and counts refusals and unexpected results.
#[derive(Debug, Default)]
pub(crate) struct Report {
    refusals: usize,
    surprises: usize,
}

/// Begins a part of the tour.
pub(crate) fn part(title: &str) {
    println!("\n{title}\n{}", "-".repeat(title.chars().count()));
}

/// Prints a description of the next call.
pub(crate) fn call(what: &str) {
    println!("\n  {what}");
}

/// Prints a name and a value, in columns.
pub(crate) fn show(name: &str, value: impl Display) {
    println!("    {name:<10}  {value}");
}

impl Report {
    /// Prints a value, and compares it with the expected one.
    pub(crate) fn expect<T: PartialEq<U> + Display, U: Display>(&mut self, name: &str, value: T, expected: U) {
        if value == expected {
            show(name, value);
        } else {
            self.surprise(name, format_args!("{value}, expected {expected}"));
        }
    }

    /// Prints that there is no value, as expected.
    pub(crate) fn expect_none<T>(&mut self, name: &str, value: Option<&T>) {
        match value {
            None => show(name, "none"),
            Some(_) => self.surprise(name, "some, expected none"),
        }
    }

    /// A call that the service must reject, with this code.
    pub(crate) async fn expect_refusal<T, E: ErrorItems>(
        &mut self,
        what: &str,
        code: ResultCode,
        call: impl Future<Output = Result<T, Error<E>>>,
    ) {
        self::call(what);
        let Err(error) = call.await else { return self.surprise("response", "a success, expected a refusal") };
        let Some(item) = error.item() else { return self.surprise("error", error) };
        self.refusals += 1;
        self.expect("code", &item.code, &code);
        show("message", &item.message);
        match serde_json::to_string(&item.details).as_deref() {
            Ok("{}") | Err(_) => {}
            Ok(details) => show("details", details),
        }
    }

    /// A call that the client must reject before sending, because of the input with this name.
    pub(crate) async fn expect_input_error<T, E>(
        &mut self,
        what: &str,
        input: &str,
        call: impl Future<Output = Result<T, Error<E>>>,
    ) {
        self::call(what);
        match call.await {
            Err(Error::Input(error)) => {
                self.refusals += 1;
                show("operation", error.operation().id);
                show("request", "not sent");
                for problem in error.problems() {
                    self.expect("input", problem.input.as_str(), input);
                    show("problem", &problem.reason);
                }
            }
            Ok(_) => self.surprise("response", "a success, expected not to be sent"),
            Err(error) => self.surprise("error", error),
        }
    }

    /// Something was not as expected.
    pub(crate) fn surprise(&mut self, name: &str, what: impl Display) {
        self.surprises += 1;
        println!(" !! {name:<10}  {what}");
    }

    /// Ends the tour. The exit code is 1 unless everything was as expected.
    pub(crate) fn finish(mut self, narrator: &Narrator) -> ExitCode {
        let called = narrator.called();
        println!();
        for missing in OPERATIONS.iter().filter(|operation| !called.contains(operation.id)) {
            self.surprise("not called", missing);
        }
        println!("{} of {} operations, {} refusals understood", called.len(), OPERATIONS.len(), self.refusals);
        if self.surprises > 0 {
            println!("not as expected: {}", self.surprises);
            return ExitCode::FAILURE;
        }
        ExitCode::SUCCESS
    }
}
