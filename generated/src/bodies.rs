//! Conversions into bodies. Each body of the API is an object with an array, even for one record.

use crate::models::{
    BulkInvitation, BulkInviteBatch, BulkInviteBody, BulkStatusChangeBody, CreatePortalBody, CreateUserTypeBody,
    NewPortal, NewUserType, PersonalityModule, PortalUpdate, StatusChange, StatusChangeBatch, UpdatePortalBody,
    UpdateUserTypeBody, UserTypeUpdate,
};

/// The maximal number of invitations in a batch.
const BATCH: usize = 100;

macro_rules! body_of_one {
    ($($body:ident from $one:ident,)*) => {$(
        impl From<$one> for $body {
            fn from(one: $one) -> Self {
                Self::new([one])
            }
        }
    )*};
}

body_of_one! {
    CreatePortalBody from NewPortal,
    UpdatePortalBody from PortalUpdate,
    CreateUserTypeBody from NewUserType,
    UpdateUserTypeBody from UserTypeUpdate,
}

/// In as few batches as possible, each with at most 100 invitations.
impl FromIterator<BulkInvitation> for BulkInviteBody {
    fn from_iter<I: IntoIterator<Item = BulkInvitation>>(invitations: I) -> Self {
        let invitations: Vec<BulkInvitation> = invitations.into_iter().collect();
        Self::new(invitations.chunks(BATCH).map(|batch| BulkInviteBatch::new(batch.iter().cloned())))
    }
}

/// In as few batches as possible, each with at most 100 invitations.
impl From<Vec<BulkInvitation>> for BulkInviteBody {
    fn from(invitations: Vec<BulkInvitation>) -> Self {
        invitations.into_iter().collect()
    }
}

/// In as few batches as possible, each with at most 100 invitations.
impl<const N: usize> From<[BulkInvitation; N]> for BulkInviteBody {
    fn from(invitations: [BulkInvitation; N]) -> Self {
        invitations.into_iter().collect()
    }
}

/// In one batch.
impl FromIterator<StatusChange> for BulkStatusChangeBody {
    fn from_iter<I: IntoIterator<Item = StatusChange>>(changes: I) -> Self {
        Self::new([StatusChangeBatch::new(changes)])
    }
}

/// In one batch.
impl From<Vec<StatusChange>> for BulkStatusChangeBody {
    fn from(changes: Vec<StatusChange>) -> Self {
        changes.into_iter().collect()
    }
}

/// In one batch.
impl<const N: usize> From<[StatusChange; N]> for BulkStatusChangeBody {
    fn from(changes: [StatusChange; N]) -> Self {
        changes.into_iter().collect()
    }
}

/// By its API name, which is sufficient in requests.
impl From<&str> for PersonalityModule {
    fn from(api_name: &str) -> Self {
        Self::new(api_name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::InviteType;
    use crate::runtime::serde_json::{self, json};

    #[test]
    fn single_values_become_one_element_arrays() {
        let body = CreatePortalBody::from(NewPortal::new("ZylkerPortal"));
        assert_eq!(serde_json::to_value(body).unwrap(), json!({"portals": [{"name": "ZylkerPortal"}]}));
    }

    #[test]
    fn invitations_are_split_into_batches() {
        let invitation = |id: u32| BulkInvitation::new(id.to_string(), "7", InviteType::Invite);
        let body: BulkInviteBody = (0..250).map(invitation).collect();
        let sizes: Vec<usize> = body.portal_invite.iter().map(|batch| batch.data.len()).collect();
        assert_eq!(sizes, [100, 100, 50]);
        assert_eq!(body.portal_invite[2].data[49].id, "249");
    }

    #[test]
    fn status_changes_become_one_batch() {
        let body = BulkStatusChangeBody::from([StatusChange::new("1", false), StatusChange::new("2", true)]);
        let batch = json!([{"personality_id": "1", "active": false}, {"personality_id": "2", "active": true}]);
        assert_eq!(serde_json::to_value(body).unwrap(), json!({"change_status": [{"users": batch}]}));
    }
}
