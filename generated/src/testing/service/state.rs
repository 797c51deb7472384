//! The state of one organization: its records, its portal, its users and jobs.

use super::crm;
use super::refusal::Refusal;
use crate::models::{
    BulkInvitation, BulkInviteJob, CrmUser, InvitationField, ModuleApiName, Portal, PortalName, PortalUser, RecordId,
    UserType, UserTypeId, UserTypeRequired,
};
use crate::runtime::{DateTime, Presence};

/// Ids come after this one.
const FIRST_ID: u64 = 3_652_397_000_000_500_000;

/// The name of the user type of a new portal.
const DEFAULT_USER_TYPE: &str = "Client Portal";

#[derive(Debug, Default)]
pub(in crate::testing) struct State {
    pub(super) records: Vec<Record>,
    pub(super) portal: Option<Portal>,
    /// With their modules.
    pub(super) user_types: Vec<UserType>,
    pub(super) users: Vec<User>,
    pub(super) jobs: Vec<Job>,
    /// `None` for no limit.
    pub(in crate::testing) credits: Option<Allowance>,
    ids: u64,
    seconds: u32,
}

/// A record of the CRM: a person who can be invited.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) id: RecordId,
    pub(super) module: ModuleApiName,
    pub(super) name: String,
    pub(super) email: Option<String>,
}

/// A portal user: an invited record.
#[derive(Debug)]
pub(super) struct User {
    pub(super) type_id: UserTypeId,
    pub(super) response: PortalUser,
}

/// A job that sends invitations.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) module: ModuleApiName,
    pub(super) invitations: Vec<BulkInvitation>,
    pub(super) response: BulkInviteJob,
    /// Whether its status was requested. It is completed at the next request.
    pub(super) is_running: bool,
}

/// The credits of the organization.
#[derive(Debug, Clone, Copy)]
pub(in crate::testing) struct Allowance {
    pub(in crate::testing) remaining: u32,
    pub(in crate::testing) total: u32,
}

/// The CRM user who made all changes.
pub(super) fn administrator() -> CrmUser {
    CrmUser::new().name("Patricia Boyle").id(Presence::Value("3652397000000186017".into()))
}

impl State {
    /// An id of nineteen digits, like those of the service.
    pub(super) fn new_id(&mut self) -> String {
        self.ids += 1;
        (FIRST_ID + 1_001 * self.ids).to_string()
    }

    /// The time, a second later with each call, so that all runs are equal.
    pub(super) fn now(&mut self) -> DateTime {
        self.seconds = (self.seconds + 1) % 86_400;
        let (hour, minute, second) = (self.seconds / 3_600, self.seconds / 60 % 60, self.seconds % 60);
        let text = format!("2026-03-02T{hour:02}:{minute:02}:{second:02}+05:30");
        text.parse().expect("the time is valid")
    }

    pub(in crate::testing) fn add_record(&mut self, module: &str, name: &str, email: Option<&str>) -> RecordId {
        let id = RecordId::from(self.new_id());
        let email = email.map(str::to_owned);
        self.records.push(Record { id: id.clone(), module: module.into(), name: name.to_owned(), email });
        id
    }

    /// Adds a record to Contacts, with a confirmed portal user.
    pub(in crate::testing) fn add_user(&mut self, user_type: &UserTypeId, name: &str, email: &str) -> RecordId {
        let id = self.add_record("Contacts", name, Some(email));
        let record = self.records.last().cloned();
        if let Some(record) = record {
            self.invite(&record, user_type, true);
        }
        id
    }

    pub(super) fn invite(&mut self, record: &Record, user_type: &UserTypeId, is_confirmed: bool) {
        let response = PortalUser::new(&record.id, true, is_confirmed)
            .status_reason_s(Presence::Null)
            .invited_time(self.now())
            .module(&record.module)
            .name(record.name.as_str())
            .email(record.email.clone().map_or(Presence::Null, Presence::Value))
            .source_s("Portal");
        self.users.push(User { type_id: user_type.clone(), response });
    }

    /// Returns the id of the default user type.
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
            personality_module: crm::MODULES[0].as_personality_module(),
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

    /// The user type in the path of a request.
    pub(super) fn user_type_of(&mut self, portal: &PortalName, id: &UserTypeId) -> Result<&mut UserType, Refusal> {
        self.portal(portal)?;
        self.user_types.iter_mut().find(|user_type| user_type.id == *id).ok_or_else(|| Refusal::invalid_path_id(4))
    }

    pub(super) fn users_of<'s>(&'s self, user_type: &'s UserTypeId) -> impl Iterator<Item = &'s PortalUser> {
        self.users.iter().filter(move |user| user.type_id == *user_type).map(|user| &user.response)
    }

    pub(super) fn user(&mut self, user_type: &UserTypeId, record: &RecordId) -> Option<&mut User> {
        self.users.iter_mut().find(|user| user.type_id == *user_type && user.response.personality_id == *record)
    }
}
