//! What the service remembers: the modules and records of one organisation, its portal and what belongs to it.

use super::crm::{self, Module};
use super::refusal::Refusal;
use super::tokens::Tokens;
use crate::runtime::serde_json::{Map, Value, json};

/// The name of the user type that every portal starts with.
const DEFAULT_USER_TYPE: &str = "Client Portal";

#[derive(Debug, Clone)]
pub(in crate::testing) struct State {
    pub(in crate::testing) tokens: Tokens,
    pub(super) modules: Vec<Module>,
    pub(super) records: Vec<Record>,
    pub(super) portal: Option<Portal>,
    pub(super) user_types: Vec<UserType>,
    pub(super) users: Vec<User>,
    pub(super) jobs: Vec<Job>,
    last_id: u64,
    seconds: u32,
}

/// A record of the CRM: somebody who can be invited.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) id: String,
    pub(super) module: String,
    pub(super) name: String,
    pub(super) email: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Portal {
    pub(super) name: String,
    pub(super) zaid: String,
    pub(super) created_time: String,
    pub(super) modified_time: String,
    pub(super) saml: Option<Map<String, Value>>,
}

#[derive(Debug, Clone)]
pub(super) struct UserType {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) active: bool,
    pub(super) default: bool,
    /// API name of the module.
    pub(super) personality_module: String,
    pub(super) invitation_field: Option<Value>,
    /// As they are shown.
    pub(super) modules: Vec<Map<String, Value>>,
    pub(super) created_time: String,
    pub(super) modified_time: String,
}

/// A portal user: a record that was invited.
#[derive(Debug, Clone)]
pub(super) struct User {
    pub(super) record: Record,
    pub(super) type_id: String,
    pub(super) active: bool,
    /// Whether the invitation was accepted.
    pub(super) confirmed: bool,
    pub(super) invited_time: String,
}

/// A job that invites people.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) id: String,
    pub(super) module: String,
    pub(super) invitations: Vec<Invitation>,
    pub(super) progress: Progress,
}

/// How far a job is. It moves on each time somebody asks.
#[derive(Debug, Clone)]
pub(super) enum Progress {
    Scheduled,
    Running,
    /// With an item for each invitation.
    Completed(Vec<Value>),
}

/// An invitation, of its own or within a job.
#[derive(Debug, Clone)]
pub(super) struct Invitation {
    pub(super) module: String,
    pub(super) record: String,
    pub(super) user_type: String,
    pub(super) kind: String,
    pub(super) language: Option<String>,
}

impl State {
    pub(in crate::testing) fn new(tokens: Tokens) -> Self {
        Self {
            tokens,
            modules: crm::modules(),
            records: Vec::new(),
            portal: None,
            user_types: Vec::new(),
            users: Vec::new(),
            jobs: Vec::new(),
            last_id: 3_652_397_000_000_500_000,
            seconds: 0,
        }
    }

    /// Nineteen digits, as the service has them.
    pub(super) fn new_id(&mut self) -> String {
        self.last_id = self.last_id.wrapping_add(1_001);
        self.last_id.to_string()
    }

    /// The time, which goes on by a second each time it is asked for, so that two runs show the same.
    pub(super) fn now(&mut self) -> String {
        self.seconds = (self.seconds + 1) % 86_400;
        let (hour, minute, second) = (self.seconds / 3_600, self.seconds / 60 % 60, self.seconds % 60);
        format!("2026-03-02T{hour:02}:{minute:02}:{second:02}+05:30")
    }

    pub(in crate::testing) fn add_record(&mut self, module: &str, name: &str, email: Option<&str>) -> String {
        let id = self.new_id();
        let email = email.map(str::to_owned);
        self.records.push(Record { id: id.clone(), module: module.to_owned(), name: name.to_owned(), email });
        id
    }

    /// A record of Contacts, invited and confirmed.
    pub(in crate::testing) fn add_user(&mut self, user_type: &str, name: &str, email: &str) -> String {
        let id = self.new_id();
        let module = "Contacts".to_owned();
        let record = Record { id: id.clone(), module, name: name.to_owned(), email: Some(email.to_owned()) };
        self.records.push(record.clone());
        let invited_time = self.now();
        let type_id = user_type.to_owned();
        self.users.push(User { record, type_id, active: true, confirmed: true, invited_time });
        id
    }

    /// Gives the id of the user type that the portal starts with.
    pub(in crate::testing) fn open_portal(&mut self, name: &str) -> String {
        let (now, id) = (self.now(), self.new_id());
        self.portal = Some(Portal {
            name: name.to_owned(),
            zaid: "10052946888".to_owned(),
            created_time: now.clone(),
            modified_time: now.clone(),
            saml: None,
        });
        self.user_types.push(UserType {
            id: id.clone(),
            name: DEFAULT_USER_TYPE.to_owned(),
            active: true,
            default: true,
            personality_module: "Contacts".to_owned(),
            invitation_field: Some(json!({ "api_name": "Email", "id": "3652397000000002491" })),
            modules: crm::modules_of_default_user_type(&self.modules),
            created_time: now.clone(),
            modified_time: now,
        });
        id
    }

    pub(super) fn module(&self, api_name: &str) -> Option<&Module> {
        self.modules.iter().find(|module| module.api_name == api_name)
    }

    pub(super) fn module_by_id(&self, id: &str) -> Option<&Module> {
        self.modules.iter().find(|module| module.id == id)
    }

    /// The module whose records are invited, named first in the path.
    pub(super) fn module_in_path(&self, api_name: &str) -> Result<&Module, Refusal> {
        self.module(api_name).ok_or_else(Refusal::no_such_module)
    }

    pub(super) fn portal_in_path(&mut self, name: &str) -> Result<&mut Portal, Refusal> {
        self.portal.as_mut().filter(|portal| portal.name == name).ok_or_else(Refusal::no_such_portal)
    }

    pub(super) fn user_type(&self, id: &str) -> Option<&UserType> {
        self.user_types.iter().find(|user_type| user_type.id == id)
    }

    /// The user type in the path of a call about its users.
    pub(super) fn user_type_in_path(&mut self, portal: &str, id: &str) -> Result<&mut UserType, Refusal> {
        self.portal_in_path(portal)?;
        self.user_types.iter_mut().find(|user_type| user_type.id == id).ok_or_else(|| Refusal::nothing_at(4))
    }

    pub(super) fn users_of(&self, user_type: &str) -> impl Iterator<Item = &User> {
        self.users.iter().filter(move |user| user.type_id == user_type)
    }

    pub(super) fn user(&mut self, user_type: &str, record: &str) -> Option<&mut User> {
        self.users.iter_mut().find(|user| user.type_id == user_type && user.record.id == record)
    }
}
