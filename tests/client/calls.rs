//! Every operation of the API as a call, with and without its optional inputs, and its outcome.

use specwright_runtime::{BoxFuture, Error, RawResponse};
use std::fmt::Debug;
use zoho_crm_portals::Client;
use zoho_crm_portals::models::{
    BulkInvitation, BulkInviteBatch, BulkInviteBody, BulkStatusChangeBody, Comparator, CreatePortalBody,
    CreateUserTypeBody, InvitationField, InviteType, Language, LayoutViewChoice, LayoutViewType, ModuleFilterChoice,
    ModuleLayoutChoice, ModulePermissions, ModuleViewChoice, NewPortal, NewUserType, NewUserTypeField,
    NewUserTypeModule, PersonalityModule, PortalUpdate, SamlSettings, SharedType, StatusChange, StatusChangeBatch,
    UpdatePortalBody, UpdateUserTypeBody, UserFilter, UserStatusFilter, UserTypeFieldUpdate, UserTypeModuleUpdate,
    UserTypeUpdate, ViewType,
};

pub const PORTAL: &str = "ZylkerPortal";
pub const TYPE: &str = "3652397000006231003";
pub const OTHER_TYPE: &str = "3652397000006231004";
pub const ANN: &str = "3652397000006415001";
pub const BEN: &str = "3652397000006415002";

/// A call of an operation, with any types.
pub struct Call {
    /// The operation's name in the document.
    pub operation: &'static str,
    send: Box<Sender>,
}

type Sender = dyn Fn(&Client) -> BoxFuture<'static, Outcome>;

/// The outcome of a call, with the `Debug` output of the response.
pub type Outcome = Result<String, Failed>;

/// An error, with any types.
#[derive(Debug)]
pub struct Failed {
    /// The variant of [`Error`].
    pub kind: &'static str,
    /// The response, if there was one.
    pub response: Option<RawResponse>,
    /// The documented error, as `Debug` prints it.
    pub failure: Option<String>,
    /// What `Display` prints.
    pub message: String,
}

/// A call, by its operation and by how it is sent.
pub fn call<A, E, S>(operation: &'static str, send: fn(&Client) -> S) -> Call
where
    A: Debug,
    E: Debug,
    S: Future<Output = Result<A, Error<E>>> + Send + 'static,
{
    let send = move |client: &Client| -> BoxFuture<'static, Outcome> {
        let sending = send(client);
        Box::pin(async { sending.await.map(|response| format!("{response:?}")).map_err(|error| Failed::of(&error)) })
    };
    Call { operation, send: Box::new(send) }
}

impl Call {
    pub async fn send(&self, client: &Client) -> Outcome {
        (self.send)(client).await
    }
}

impl Failed {
    fn of<E: Debug>(error: &Error<E>) -> Self {
        let kind = match error {
            Error::Input(_) => "Input",
            Error::Credential(_) => "Credential",
            Error::Transport(_) => "Transport",
            Error::Failure(_) => "Failure",
            Error::Undocumented(_) => "Undocumented",
            Error::Decode(_) => "Decode",
            _ => "a new kind",
        };
        let failure = error.failure().map(|failure| format!("{failure:?}"));
        Self { kind, response: error.response().cloned(), failure, message: error.to_string() }
    }
}

/// Every operation, with its required inputs alone.
pub fn required() -> Vec<Call> {
    vec![
        call("create_portal", |c| c.create_portal(portal()).send()),
        call("get_portals", |c| c.get_portals().send()),
        call("get_portal", |c| c.get_portal(PORTAL).send()),
        call("update_portal", |c| c.update_portal(PORTAL, new_name()).send()),
        call("get_portals_meta", |c| c.get_portals_meta("Contacts").send()),
        call("get_user_types", |c| c.get_user_types(PORTAL).send()),
        call("create_user_type", |c| c.create_user_type(PORTAL, user_type()).send()),
        call("get_user_type", |c| c.get_user_type(PORTAL, TYPE).send()),
        call("update_user_type", |c| c.update_user_type(PORTAL, TYPE, no_change()).send()),
        call("delete_user_type", |c| c.delete_user_type(PORTAL, TYPE).send()),
        call("invite_user", |c| c.invite_user("Contacts", ANN, TYPE, InviteType::Invite).send()),
        call("bulk_invite_users", |c| c.bulk_invite_users("Contacts", invitations()).send()),
        call("get_bulk_invite_status", |c| c.get_bulk_invite_status("Contacts").send()),
        call("get_users_of_user_type", |c| c.get_users_of_user_type(PORTAL, TYPE).send()),
        call("delete_users", |c| c.delete_users(PORTAL, TYPE, [ANN]).send()),
        call("transfer_users", |c| c.transfer_users(PORTAL, TYPE, OTHER_TYPE, [ANN]).send()),
        call("change_user_status", |c| c.change_user_status(PORTAL, TYPE, ANN, true).send()),
        call("change_users_status_bulk", |c| c.change_users_status_bulk(PORTAL, TYPE, status_changes()).send()),
    ]
}

/// Operations with optional inputs, in themselves or in their bodies, with all of them.
pub fn complete() -> Vec<Call> {
    vec![
        call("update_portal", |c| c.update_portal(PORTAL, new_sign_on()).send()),
        call("get_user_types", |c| c.get_user_types(PORTAL).include().include_inner_details().send()),
        call("create_user_type", |c| c.create_user_type(PORTAL, complete_user_type()).send()),
        call("get_user_type", |c| c.get_user_type(PORTAL, TYPE).include().include_inner_details().send()),
        call("update_user_type", |c| c.update_user_type(PORTAL, TYPE, complete_change()).send()),
        call("delete_user_type", |c| c.delete_user_type(PORTAL, TYPE).transfer_to(OTHER_TYPE).send()),
        call("invite_user", |c| {
            c.invite_user("Contacts", ANN, TYPE, InviteType::Reinvite).language(Language::PtBr).send()
        }),
        call("bulk_invite_users", |c| c.bulk_invite_users("Contacts", translated_invitations()).send()),
        call("get_bulk_invite_status", |c| c.get_bulk_invite_status("Contacts").job_id("3652397000006499001").send()),
        call("get_users_of_user_type", |c| {
            c.get_users_of_user_type(PORTAL, TYPE)
                .type_(UserStatusFilter::DeactiveUsers)
                .filters([UserFilter::new("status_reason__s", "disabled on updation of email", Comparator::NotEqual)])
                .page(2)
                .per_page(200)
                .source_s("Portal & more")
                .personality_ids([ANN, BEN])
                .send()
        }),
        call("delete_users", |c| c.delete_users(PORTAL, TYPE, [ANN, BEN]).send()),
        call("transfer_users", |c| c.transfer_users(PORTAL, TYPE, OTHER_TYPE, [ANN, BEN]).send()),
    ]
}

pub fn portal() -> CreatePortalBody {
    CreatePortalBody::new([NewPortal::new(PORTAL)])
}

pub fn new_name() -> UpdatePortalBody {
    UpdatePortalBody::new([PortalUpdate::new().name("NewPortal")])
}

fn new_sign_on() -> UpdatePortalBody {
    let settings = SamlSettings::new("https://www.example.com/in", "https://www.example.com/out", "-----BEGIN…");
    UpdatePortalBody::new([PortalUpdate::new().name("NewPortal").saml_configuration(settings.active(true))])
}

/// The least that the document allows: two modules.
pub fn user_type() -> CreateUserTypeBody {
    let modules = ["125", "147"].map(|id| NewUserTypeModule::new(id, ModulePermissions::new().view(true)));
    CreateUserTypeBody::new([NewUserType::new("Customer", PersonalityModule::new("Contacts"), modules)])
}

fn complete_user_type() -> CreateUserTypeBody {
    let all = ModulePermissions::new()
        .view(true)
        .edit(false)
        .edit_shared_records(true)
        .create(true)
        .delete(false)
        .create_attachment(true)
        .delete_attachment(false);
    let contacts = NewUserTypeModule::new("125", all)
        .api_name("Contacts")
        .shared_type(SharedType::Private)
        .layouts(vec![
            ModuleLayoutChoice::new("55").default_view(LayoutViewChoice::new("56", LayoutViewType::Wizard)),
            ModuleLayoutChoice::new("57"),
        ])
        .views(ModuleViewChoice::new("501", ViewType::CustomView))
        .filters(vec![ModuleFilterChoice::new("601")])
        .fields([NewUserTypeField::new("18936550000000063924", false).api_name("Email")]);
    let notes =
        NewUserTypeModule::new("147", ModulePermissions::new().view(true)).layouts(None).views(None).filters(None);
    let personality = PersonalityModule::new("Contacts").id("125").plural_label("Contacts");
    let user_type = NewUserType::new("Key Customer", personality, [contacts, notes])
        .active(true)
        .invitation_field(InvitationField::new("701").api_name("Email"));
    CreateUserTypeBody::new([user_type])
}

pub fn no_change() -> UpdateUserTypeBody {
    UpdateUserTypeBody::new([UserTypeUpdate::new()])
}

fn complete_change() -> UpdateUserTypeBody {
    let module = UserTypeModuleUpdate::new("125")
        .permissions(ModulePermissions::new().edit(true))
        .shared_type(SharedType::Public)
        .layouts(vec![ModuleLayoutChoice::new("55")])
        .views(ModuleViewChoice::new("501", ViewType::CanvasView))
        .filters(None)
        .fields([UserTypeFieldUpdate::new("801").api_name("Phone").read_only(true).delete(true)]);
    let change = UserTypeUpdate::new()
        .name("Customer")
        .personality_module(PersonalityModule::new("Leads"))
        .active(false)
        .invitation_field(InvitationField::new("702"))
        .modules([module]);
    UpdateUserTypeBody::new([change])
}

pub fn invitations() -> BulkInviteBody {
    BulkInviteBody::new([BulkInviteBatch::new([BulkInvitation::new(ANN, TYPE, InviteType::Invite)])])
}

fn translated_invitations() -> BulkInviteBody {
    let ann = BulkInvitation::new(ANN, TYPE, InviteType::Invite).language(Language::IwIl);
    let ben = BulkInvitation::new(BEN, TYPE, InviteType::Reinvite);
    BulkInviteBody::new([BulkInviteBatch::new([ann]), BulkInviteBatch::new([ben])])
}

pub fn status_changes() -> BulkStatusChangeBody {
    BulkStatusChangeBody::new([StatusChangeBatch::new([StatusChange::new(ANN, false), StatusChange::new(BEN, true)])])
}
