//! Operations on any number of records, split into calls of the size that the service accepts.

use crate::models::{
    BulkInvitation, BulkInviteBody, JobId, ModuleApiName, PortalName, RecordId, ResultDetails, ResultItem, UserTypeId,
};
use crate::operations::{BulkInviteUsers, DeleteUsers, TransferUsers};
use crate::runtime::{Async, Error, Mode, Operation};
use crate::{Client, ErrorItems, Refusal, ResultItems};
use std::fmt::Debug;
use std::{mem, vec};

/// The default number of records in a call. Ids are part of the URL, and a hundred of them are two kilobytes.
const USUAL: usize = 100;

impl<M: Mode> Client<M> {
    /// Removes any number of users from the portal, by as many calls of [`delete_users`](Self::delete_users) as
    /// necessary, one after the other.
    ///
    /// ```no_run
    /// # use zoho_crm_portals::Client;
    /// # use zoho_crm_portals::models::RecordId;
    /// # async fn example(client: Client, ids: Vec<RecordId>) {
    /// let outcomes = client.delete_all_users("ZylkerPortal", "3652397000006231003", ids).send().await;
    /// println!("{} removed", outcomes.done().count());
    /// for (id, refusal) in outcomes.refused() {
    ///     println!("{id}: {refusal}");
    /// }
    /// let again: Vec<RecordId> = outcomes.not_tried().cloned().collect();
    /// # }
    /// ```
    pub fn delete_all_users(
        &self,
        portal_name: impl Into<PortalName>,
        user_type_id: impl Into<UserTypeId>,
        personality_ids: impl IntoIterator<Item = impl Into<RecordId>>,
    ) -> Batches<DeleteAll, M> {
        let call = DeleteAll { portal_name: portal_name.into(), user_type_id: user_type_id.into() };
        Batches::new(self, call, personality_ids.into_iter().map(Into::into).collect())
    }

    /// Moves any number of users to another user type, by as many calls of [`transfer_users`](Self::transfer_users) as
    /// necessary, one after the other.
    pub fn transfer_all_users(
        &self,
        portal_name: impl Into<PortalName>,
        user_type_id: impl Into<UserTypeId>,
        transfer_to: impl Into<UserTypeId>,
        personality_ids: impl IntoIterator<Item = impl Into<RecordId>>,
    ) -> Batches<TransferAll, M> {
        let call = TransferAll {
            portal_name: portal_name.into(),
            user_type_id: user_type_id.into(),
            transfer_to: transfer_to.into(),
        };
        Batches::new(self, call, personality_ids.into_iter().map(Into::into).collect())
    }

    /// Schedules any number of invitations, by as many calls of [`bulk_invite_users`](Self::bulk_invite_users) as
    /// necessary, one after the other, each of which starts a job. [`Outcomes::jobs`] has the ids of the jobs, and
    /// [`wait`](crate::operations::GetBulkInviteStatus::wait) waits for one.
    pub fn invite_all_users(
        &self,
        personality_module: impl Into<ModuleApiName>,
        invitations: impl IntoIterator<Item = BulkInvitation>,
    ) -> Batches<InviteAll, M> {
        let call = InviteAll { personality_module: personality_module.into() };
        Batches::new(self, call, invitations.into_iter().collect())
    }
}

/// An operation in batches: [`DeleteAll`], [`TransferAll`] or [`InviteAll`].
pub trait Batch: sealed::Sealed {
    /// The type of one record.
    type Thing: Clone + Debug;
    /// The operation for several records.
    type Call: Operation<Output: ResultItems, Failure: ErrorItems + Debug>;
    /// The maximal number of records in one call.
    const LIMIT: usize;

    /// The operation for these records.
    fn call(&self, things: Vec<Self::Thing>) -> Self::Call;

    /// The id of a record.
    fn record(thing: &Self::Thing) -> &RecordId;
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::DeleteAll {}
    impl Sealed for super::TransferAll {}
    impl Sealed for super::InviteAll {}
}

/// Removal of users, in [`Batches`] of at most 499.
#[derive(Debug, Clone)]
pub struct DeleteAll {
    portal_name: PortalName,
    user_type_id: UserTypeId,
}

impl Batch for DeleteAll {
    type Thing = RecordId;
    type Call = DeleteUsers;
    const LIMIT: usize = 499;

    fn call(&self, things: Vec<RecordId>) -> DeleteUsers {
        DeleteUsers::new(&self.portal_name, &self.user_type_id, things)
    }

    fn record(thing: &RecordId) -> &RecordId {
        thing
    }
}

/// Transfer of users, in [`Batches`] of at most 200.
#[derive(Debug, Clone)]
pub struct TransferAll {
    portal_name: PortalName,
    user_type_id: UserTypeId,
    transfer_to: UserTypeId,
}

impl Batch for TransferAll {
    type Thing = RecordId;
    type Call = TransferUsers;
    const LIMIT: usize = 200;

    fn call(&self, things: Vec<RecordId>) -> TransferUsers {
        TransferUsers::new(&self.portal_name, &self.user_type_id, &self.transfer_to, things)
    }

    fn record(thing: &RecordId) -> &RecordId {
        thing
    }
}

/// Invitations, in [`Batches`] of at most 100.
#[derive(Debug, Clone)]
pub struct InviteAll {
    personality_module: ModuleApiName,
}

impl Batch for InviteAll {
    type Thing = BulkInvitation;
    type Call = BulkInviteUsers;
    const LIMIT: usize = 100;

    fn call(&self, things: Vec<BulkInvitation>) -> BulkInviteUsers {
        BulkInviteUsers::new(&self.personality_module, BulkInviteBody::from(things))
    }

    fn record(thing: &BulkInvitation) -> &RecordId {
        &thing.id
    }
}

/// An operation on any number of records, in as many calls as necessary, which are sent one after the other, in the
/// order of the records.
///
/// A call that fails is the last one, and later records are not tried, unless its error has result items for single
/// records, as for a user that does not exist.
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until it is"]
pub struct Batches<B: Batch, M = Async> {
    client: Client<M>,
    batch: B,
    things: Vec<B::Thing>,
    size: usize,
}

impl<B: Batch, M: Mode> Batches<B, M> {
    fn new(client: &Client<M>, batch: B, things: Vec<B::Thing>) -> Self {
        Self { client: client.clone(), batch, things, size: USUAL.min(B::LIMIT) }
    }

    /// The number of records in a call, at least one and at most the limit of the operation. Default: 100.
    pub fn batch_size(mut self, size: usize) -> Self {
        self.size = size.clamp(1, B::LIMIT);
        self
    }

    fn begin(self) -> (Client<M>, Run<B>) {
        let Self { client, batch, things, size } = self;
        (client, Run { batch, size, rest: things.into_iter(), outcomes: Outcomes { list: Vec::new(), error: None } })
    }
}

impl<B: Batch> Batches<B> {
    /// Sends the calls, and returns the outcome of each record. If the future is dropped before, the outcomes are lost.
    pub async fn send(self) -> Outcomes<B> {
        let (client, mut run) = self.begin();
        while let Some((things, call)) = run.next() {
            let result = client.as_ref().send(&call).await;
            run.take(things, result);
        }
        run.outcomes
    }
}

#[cfg(feature = "blocking")]
impl<B: Batch> Batches<B, crate::runtime::Blocking> {
    /// Sends the calls, and returns the outcome of each record.
    #[must_use]
    pub fn send(self) -> Outcomes<B> {
        let (client, mut run) = self.begin();
        while let Some((things, call)) = run.next() {
            let result = client.as_ref().send(&call);
            run.take(things, result);
        }
        run.outcomes
    }
}

/// The documented error of a batch's calls.
type Failed<B> = <<B as Batch>::Call as Operation>::Failure;

/// The next call, and the outcomes of the previous ones. Nothing is sent here.
struct Run<B: Batch> {
    batch: B,
    size: usize,
    rest: vec::IntoIter<B::Thing>,
    outcomes: Outcomes<B>,
}

impl<B: Batch> Run<B> {
    fn next(&mut self) -> Option<(Vec<B::Thing>, B::Call)> {
        let things: Vec<B::Thing> = self.rest.by_ref().take(self.size).collect();
        (!things.is_empty()).then(|| (things.clone(), self.batch.call(things)))
    }

    fn take(&mut self, things: Vec<B::Thing>, result: Result<<B::Call as Operation>::Output, Error<Failed<B>>>) {
        match result {
            Ok(response) => {
                let items = items_of::<B>(&things, response.into_items(), true);
                self.note(things, items, || Outcome::Unknown);
            }
            Err(error) => {
                let items = items_of::<B>(&things, error.items().to_vec(), false);
                let is_last = items.iter().all(Option::is_none);
                let is_undone = is_undone(&error);
                self.note(things, items, || if is_undone { Outcome::NotTried } else { Outcome::Unknown });
                self.outcomes.error = Some(error);
                if is_last {
                    let rest = mem::take(&mut self.rest).collect();
                    self.note(rest, Vec::new(), || Outcome::NotTried);
                }
            }
        }
    }

    fn note(&mut self, things: Vec<B::Thing>, items: Vec<Option<ResultItem>>, otherwise: impl Fn() -> Outcome) {
        let items = items.into_iter().chain(std::iter::repeat_with(|| None));
        self.outcomes.list.extend(things.into_iter().zip(items).map(|(thing, item)| {
            let outcome = match item.map(ResultItem::into_result) {
                Some(Ok(item)) => Outcome::Done(Box::new(item)),
                Some(Err(refusal)) => Outcome::Refused(refusal),
                None => otherwise(),
            };
            (thing, outcome)
        }));
    }
}

/// The result item of each record. A single item without the id of a record applies to all: that of a job.
fn items_of<B: Batch>(things: &[B::Thing], items: Vec<ResultItem>, for_all: bool) -> Vec<Option<ResultItem>> {
    let is_about = |item: &ResultItem| things.iter().any(|thing| names(&item.details, B::record(thing)));
    match items.as_slice() {
        [item] if for_all && !is_about(item) => return vec![Some(item.clone()); things.len()],
        _ => {}
    }
    let mut items: Vec<Option<ResultItem>> = items.into_iter().map(Some).collect();
    let mut item_of = |record: &RecordId| {
        let is_its = |item: &Option<ResultItem>| item.as_ref().is_some_and(|item| names(&item.details, record));
        let index = items.iter().position(is_its)?;
        items[index].take()
    };
    things.iter().map(|thing| item_of(B::record(thing))).collect()
}

fn names(details: &ResultDetails, record: &RecordId) -> bool {
    details.personality_id.as_ref() == Some(record)
        || details.record_id.as_ref() == Some(record)
        || details.id.as_ref().is_some_and(|id| id.to_string() == record.to_string())
}

/// Whether the call was rejected before anything was done.
fn is_undone<E>(error: &Error<E>) -> bool {
    let refused = error.status().is_some_and(|status| matches!(status.as_u16(), 401 | 403 | 404 | 429));
    matches!(error, Error::Input(_) | Error::Credential(_)) || error.is_connect() || refused
}

/// The outcome of one record.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Outcome {
    /// It was done or scheduled, according to the item.
    Done(Box<ResultItem>),
    /// The service rejected it.
    Refused(Refusal),
    /// Unknown: the call failed after it was sent, or its response has no item for this record.
    Unknown,
    /// It was not done, because its call or a previous one was not sent or was rejected as a whole. It can be tried
    /// again.
    NotTried,
}

/// The outcome of every record, in the order of the records.
#[derive(Debug)]
pub struct Outcomes<B: Batch> {
    list: Vec<(B::Thing, Outcome)>,
    error: Option<Error<Failed<B>>>,
}

impl<B: Batch> Outcomes<B> {
    /// Each record with its outcome.
    pub fn iter(&self) -> impl Iterator<Item = (&B::Thing, &Outcome)> {
        self.list.iter().map(|(thing, outcome)| (thing, outcome))
    }

    /// Each record with its outcome, by value.
    #[must_use]
    pub fn into_vec(self) -> Vec<(B::Thing, Outcome)> {
        self.list
    }

    /// The error of the last call that failed.
    #[must_use]
    pub const fn error(&self) -> Option<&Error<Failed<B>>> {
        self.error.as_ref()
    }

    /// Whether all records were done or scheduled.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.list.iter().all(|(_, outcome)| matches!(outcome, Outcome::Done(_)))
    }

    /// The records that were done or scheduled.
    pub fn done(&self) -> impl Iterator<Item = (&B::Thing, &ResultItem)> {
        self.iter().filter_map(|(thing, outcome)| match outcome {
            Outcome::Done(item) => Some((thing, &**item)),
            _ => None,
        })
    }

    /// The records that the service rejected.
    pub fn refused(&self) -> impl Iterator<Item = (&B::Thing, &Refusal)> {
        self.iter().filter_map(|(thing, outcome)| match outcome {
            Outcome::Refused(refusal) => Some((thing, refusal)),
            _ => None,
        })
    }

    /// The records with an unknown outcome.
    pub fn unknown(&self) -> impl Iterator<Item = &B::Thing> {
        self.iter().filter(|(_, outcome)| **outcome == Outcome::Unknown).map(|(thing, _)| thing)
    }

    /// The records that were not tried, and can be sent again.
    pub fn not_tried(&self) -> impl Iterator<Item = &B::Thing> {
        self.iter().filter(|(_, outcome)| **outcome == Outcome::NotTried).map(|(thing, _)| thing)
    }

    /// The scheduled jobs, each once.
    #[must_use]
    pub fn jobs(&self) -> Vec<&JobId> {
        let mut jobs: Vec<&JobId> = self.done().filter_map(|(_, item)| item.details.job_id.as_ref()).collect();
        jobs.dedup();
        jobs
    }
}
