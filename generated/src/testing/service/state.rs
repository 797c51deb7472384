//! What the service remembers: the records of one organisation, its portal and what belongs to it.

use super::crm;
use super::refusal::Refusal;
use super::tokens::Tokens;
use crate::models::{
    BulkInvitation, BulkInviteJob, CrmUser, InvitationField, ModuleApiName, Portal, PortalName, PortalUser, RecordId,
    UserType, UserTypeId, UserTypeRequired,
};
use crate::runtime::{DateTime, Presence};

/// The name of the user type that every portal starts with.
const DEFAULT_USER_TYPE: &str = "Client Portal";

#[derive(Debug)]
pub(in crate::testing) struct State {
    pub(in crate::testing) tokens: Tokens,
    pub(super) records: Vec<Record>,
    pub(super) portal: Option<Portal>,
    /// In the form of the single one, with their modules.
    pub(super) user_types: Vec<UserType>,
    pub(super) users: Vec<User>,
    pub(super) jobs: Vec<Job>,
    last_id: u64,
    seconds: u32,
}

/// A record of the CRM: somebody who can be invited.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) id: RecordId,
    pub(super) module: ModuleApiName,
    pub(super) name: String,
    pub(super) email: Option<String>,
}

/// A portal user: a record that was invited.
#[derive(Debug)]
pub(super) struct User {
    pub(super) type_id: UserTypeId,
    pub(super) shown: PortalUser,
}

/// A job that invites people.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) module: ModuleApiName,
    pub(super) invitations: Vec<BulkInvitation>,
    pub(super) shown: BulkInviteJob,
    /// Whether somebody has asked for it. Whoever asks next finds it done.
    pub(super) is_running: bool,
}

/// The CRM user who did everything.
pub(super) fn administrator() -> CrmUser {
    CrmUser::new().name("Patricia Boyle").id(Presence::Value("3652397000000186017".into()))
}

impl State {
    pub(in crate::testing) fn new(tokens: Tokens) -> Self {
        Self {
            tokens,
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
    pub(super) fn now(&mut self) -> DateTime {
        self.seconds = (self.seconds + 1) % 86_400;
        let (hour, minute, second) = (self.seconds / 3_600, self.seconds / 60 % 60, self.seconds % 60);
        let text = format!("2026-03-02T{hour:02}:{minute:02}:{second:02}+05:30");
        text.parse().expect("hours, minutes and seconds are those of a day")
    }

    pub(in crate::testing) fn add_record(&mut self, module: &str, name: &str, email: Option<&str>) -> RecordId {
        let id = RecordId::from(self.new_id());
        let email = email.map(str::to_owned);
        self.records.push(Record { id: id.clone(), module: module.into(), name: name.to_owned(), email });
        id
    }

    /// A record of Contacts, invited and confirmed.
    pub(in crate::testing) fn add_user(&mut self, user_type: &UserTypeId, name: &str, email: &str) -> RecordId {
        let id = self.add_record("Contacts", name, Some(email));
        let record = self.records.last().cloned();
        if let Some(record) = record {
            self.invite(&record, user_type, true);
        }
        id
    }

    pub(super) fn invite(&mut self, record: &Record, user_type: &UserTypeId, is_confirmed: bool) {
        let shown = PortalUser::new(&record.id, true, is_confirmed)
            .status_reason_s(Presence::Null)
            .invited_time(self.now())
            .module(&record.module)
            .name(record.name.as_str())
            .email(record.email.clone().map_or(Presence::Null, Presence::Value))
            .source_s("Portal");
        self.users.push(User { type_id: user_type.clone(), shown });
    }

    /// Gives the id of the user type that the portal starts with.
    pub(in crate::testing) fn open_portal(&mut self, name: &str) -> UserTypeId {
        let (now, id) = (self.now(), UserTypeId::from(self.new_id()));
        let portal = Portal::new("10052946888", true).created_time(now.clone()).modified_time(now.clone());
        let portal = portal.created_by(administrator()).modified_by(administrator()).name(name);
        self.portal = Some(portal.admin_zuid("10052946001".to_owned()));
        let modules = ["Contacts", crm::NOTES].into_iter().filter_map(crm::module);
        let required = UserTypeRequired {
            id: id.clone(),
            name: DEFAULT_USER_TYPE.into(),
            active: true,
            default: true,
            personality_module: crm::MODULES[0].of_people(),
        };
        let user_type = UserType::new(required)
            .invitation_field(InvitationField::new("3652397000000002491").api_name("Email"))
            .modules(modules.map(crm::Module::with_everything).collect::<Vec<_>>());
        self.add_user_type(user_type, now);
        id
    }

    pub(super) fn add_user_type(&mut self, user_type: UserType, now: DateTime) {
        let user_type = user_type.created_by(administrator()).modified_by(administrator());
        self.user_types.push(user_type.created_time(now.clone()).modified_time(now));
    }

    pub(super) fn portal(&mut self, name: &PortalName) -> Result<&mut Portal, Refusal> {
        let is_it = |portal: &&mut Portal| portal.name.as_ref() == Some(name);
        self.portal.as_mut().filter(is_it).ok_or_else(Refusal::no_such_portal)
    }

    pub(super) fn user_type(&self, id: &UserTypeId) -> Option<&UserType> {
        self.user_types.iter().find(|user_type| user_type.id == *id)
    }

    /// The user type in the path of a call about its users.
    pub(super) fn user_type_of(&mut self, portal: &PortalName, id: &UserTypeId) -> Result<&mut UserType, Refusal> {
        self.portal(portal)?;
        self.user_types.iter_mut().find(|user_type| user_type.id == *id).ok_or_else(|| Refusal::nothing_at(4))
    }

    pub(super) fn users_of<'s>(&'s self, user_type: &'s UserTypeId) -> impl Iterator<Item = &'s PortalUser> {
        self.users.iter().filter(move |user| user.type_id == *user_type).map(|user| &user.shown)
    }

    pub(super) fn user(&mut self, user_type: &UserTypeId, record: &RecordId) -> Option<&mut User> {
        self.users.iter_mut().find(|user| user.type_id == *user_type && user.shown.personality_id == *record)
    }
}
