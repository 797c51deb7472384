//! Waiting for jobs of the service.

use crate::Client;
use crate::models::{BulkInviteJob, BulkInviteJobList, JobId, JobStatus, PortalInviteError};
use crate::operations::GetBulkInviteStatus;
use crate::runtime::{Progress, Wait, WaitError};

/// The reason why a job has no result.
pub type JobError = WaitError<BulkInviteJob, PortalInviteError>;

impl GetBulkInviteStatus<Client> {
    /// Polls a job until it has ended, successfully or not.
    ///
    /// The service responds with 204 for an unknown job. This is tolerated for the duration of [`Wait::patience`],
    /// because a new job may not be known to every server yet.
    ///
    /// ```no_run
    /// # use zoho_crm_portals::Client;
    /// use zoho_crm_portals::runtime::Wait;
    ///
    /// # async fn example(client: Client, job_id: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let job = client.get_bulk_invite_status("Contacts").wait(job_id, Wait::default()).await?;
    /// for result in job.into_results().unwrap_or_default() {
    ///     match result {
    ///         Ok(item) => println!("invited {}", item.details.subject().unwrap_or_default()),
    ///         Err(refusal) => println!("{refusal}"),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When a call fails, the job is unknown, still runs at the deadline, or the wait is cancelled: see [`WaitError`],
    /// which has the last state of the job.
    pub async fn wait(self, job_id: impl Into<JobId>, wait: Wait) -> Result<BulkInviteJob, JobError> {
        let job_id = job_id.into();
        let request = self.job_id(&job_id);
        let client = request.client().as_ref();
        // Boxed, since it holds a whole call.
        Box::pin(wait.until(client, &request, |response| progress(response, &job_id))).await
    }
}

#[cfg(feature = "blocking")]
impl GetBulkInviteStatus<Client<crate::runtime::Blocking>> {
    /// Polls a job until it has ended, successfully or not. See the method of the same name for asynchronous clients.
    ///
    /// # Errors
    ///
    /// When a call fails, the job is unknown, still runs at the deadline, or the wait is cancelled.
    pub fn wait(self, job_id: impl Into<JobId>, wait: Wait) -> Result<BulkInviteJob, JobError> {
        let job_id = job_id.into();
        let request = self.job_id(&job_id);
        let client = request.client().as_ref();
        wait.until_blocking(client, &request, |response| progress(response, &job_id))
    }
}

/// The progress of the job. An unknown state means that it is running, unless there are results.
fn progress(response: Option<BulkInviteJobList>, job_id: &JobId) -> Progress<BulkInviteJob, BulkInviteJob> {
    let jobs = response.map(|list| list.portal_invite).unwrap_or_default();
    let Some(job) = jobs.into_iter().find(|job| job.job_id == *job_id) else { return Progress::Unknown };
    match job.status {
        JobStatus::Completed => Progress::Done(job),
        JobStatus::Unknown(_) if job.data.value().is_some() => Progress::Done(job),
        _ => Progress::Running(job),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::serde_json;

    fn of(json: &str) -> &'static str {
        match progress(Some(serde_json::from_str(json).unwrap()), &JobId::new("7")) {
            Progress::Done(_) => "done",
            Progress::Running(_) => "running",
            Progress::Unknown => "unknown",
        }
    }

    #[test]
    fn waiting_considers_only_the_requested_job() {
        let jobs = |status: &str| {
            format!(
                r#"{{"portal_invite":[{{"job_id":"6","status":"completed","data":[]}},{{"job_id":"7","status":{status}}}]}}"#
            )
        };
        assert_eq!(of(&jobs(r#""scheduled""#)), "running");
        assert_eq!(of(&jobs(r#""in_progress","data":null"#)), "running");
        assert_eq!(of(&jobs(r#""completed","data":[]"#)), "done");
        assert_eq!(of(&jobs(r#""paused""#)), "running");
        assert_eq!(of(&jobs(r#""failed","data":[]"#)), "done");
        assert_eq!(of(r#"{"portal_invite":[{"job_id":"6","status":"completed"}]}"#), "unknown");
        assert!(matches!(progress(None, &JobId::new("7")), Progress::Unknown));
    }
}
