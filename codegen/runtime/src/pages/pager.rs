//! Determines the request for the next page. Nothing is sent here, so that any client can paginate.

use super::link;
use super::paging::PagingStyle;
use super::{Paged, Paging};
use crate::json::decode::Mismatch;
use crate::json::{json_path, scan};
use crate::url::reference;
use crate::{Error, Operation, OperationInfo, RawResponse, RequestWriter, Response};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The most pages without items in a row.
const MOST_EMPTY_PAGES: u32 = 100;

/// Pages through a list: returns the next request, and takes its response.
#[derive(Debug, Clone)]
pub(crate) struct Pager<O> {
    operation: O,
    next: Next,
    /// An error was returned, and the caller has not resumed since.
    stopped: bool,
    /// The number of the requested page, or of the items before it.
    position: Option<u64>,
    /// The number of items before the requested page, if it is known.
    before: Option<u64>,
    /// The most items that a page had.
    longest: u64,
    /// The last response, as a hash.
    last: Option<u64>,
    /// Every cursor or URL that was followed, as hashes.
    followed: HashSet<u64>,
    /// The number of pages without items in a row.
    empty: u32,
}

#[derive(Debug, Clone)]
enum Next {
    Page(Target),
    /// There is another page, but the response does not lead to it.
    Lost(Box<RawResponse>, Mismatch),
    End,
}

/// What the request for a page addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    /// The request of the caller.
    AsGiven,
    /// The request with another value of a query parameter.
    Query(&'static str, String),
    /// The target of a reference in a response.
    Reference(String),
}

/// The next step.
pub(crate) enum Step<O: Paged> {
    /// Send this.
    Send(PageOf<O>),
    /// Return this error.
    Fail(Error<O::Failure>),
    /// There is nothing more.
    End,
}

impl<O: Paged> Pager<O> {
    pub(crate) fn new(operation: O) -> Self {
        Self {
            operation,
            next: Next::Page(Target::AsGiven),
            stopped: false,
            position: None,
            before: None,
            longest: 0,
            last: None,
            followed: HashSet::new(),
            empty: 0,
        }
    }

    /// The next step.
    pub(crate) fn step(&mut self) -> Step<O> {
        if self.stopped {
            return Step::End;
        }
        match &self.next {
            Next::End => Step::End,
            Next::Page(target) => Step::Send(PageOf { operation: self.operation.clone(), target: target.clone() }),
            Next::Lost(response, mismatch) => {
                self.stopped = true;
                Step::Fail(response.mismatch(mismatch.clone()))
            }
        }
    }

    /// Resumes after an error, with the page that failed.
    pub(crate) fn resume(&mut self) {
        self.stopped = false;
    }

    /// Takes the outcome of [`Step::Send`], and returns a page or an error, or nothing at the end of the list.
    pub(crate) fn take(
        &mut self,
        result: Result<Response<O::Output>, Error<O::Failure>>,
    ) -> Option<Result<O::Page, Error<O::Failure>>> {
        let response = result.and_then(|response| match self.next_after(response.raw()) {
            Ok(next) => {
                self.next = next;
                Ok(response)
            }
            Err(mismatch) => Err(response.raw().mismatch(mismatch)),
        });
        match response {
            Err(error) => {
                self.stopped = true;
                Some(Err(error))
            }
            Ok(response) => {
                let page = O::page(response.into_value());
                if page.is_none() {
                    self.next = Next::End;
                }
                page.map(Ok)
            }
        }
    }

    /// Decides what follows a response. An error if the response is the same as the previous one.
    fn next_after(&mut self, raw: &RawResponse) -> Result<Next, Mismatch> {
        let page = PageInfo::of(raw, &O::PAGING);
        self.count_empty(&page)?;
        let next = match O::PAGING.style {
            PagingStyle::Page { parameter, first } => self.numbered(&page, parameter, first)?,
            PagingStyle::Offset { parameter } => self.numbered(&page, parameter, 0)?,
            _ if page.more == Some(false) => Next::End,
            PagingStyle::Cursor { parameter, next } => {
                let link = NextLink { path: next, must_be: page.more == Some(true), found: page.text(next) };
                self.follow(raw, link, |cursor| Target::Query(parameter, cursor))
            }
            PagingStyle::Last { .. } if page.count == 0 || self.is_short(page.count) => Next::End,
            PagingStyle::Last { parameter, key } => {
                let link = NextLink { path: O::PAGING.items, must_be: true, found: page.last(key) };
                self.follow(raw, link, |cursor| Target::Query(parameter, cursor))
            }
            PagingStyle::Link { next } => {
                let found = match next {
                    Some(path) => page.text(path),
                    None => link::next(raw.headers()).map(str::to_owned),
                };
                let found = found.map(|found| self.resolved(raw, found));
                let path = next.unwrap_or(json_path::ROOT);
                let link = NextLink { path, must_be: page.more == Some(true), found };
                self.follow(raw, link, Target::Reference)
            }
        };
        self.longest = self.longest.max(page.count);
        Ok(next)
    }

    /// A service may filter out all items of a page, or of several in a row, but must not keep its caller forever.
    fn count_empty(&mut self, page: &PageInfo) -> Result<(), Mismatch> {
        self.empty = if page.count > 0 { 0 } else { self.empty + 1 };
        if self.empty <= MOST_EMPTY_PAGES {
            return Ok(());
        }
        // A caller that resumes gets as many again.
        self.empty = 0;
        let message = format!("no items, like the {MOST_EMPTY_PAGES} pages before it, although there are more pages");
        Err(Mismatch { path: O::PAGING.items.to_owned(), message })
    }

    /// The next page in a numbered pagination.
    fn numbered(&mut self, page: &PageInfo, parameter: &'static str, first: u64) -> Result<Next, Mismatch> {
        let body = hash(page.json);
        if page.count > 0 && self.last == Some(body) {
            let message = format!("the same page as the one before it: `{parameter}` has no effect");
            return Err(Mismatch::whole(message));
        }
        let is_offset = matches!(O::PAGING.style, PagingStyle::Offset { .. });
        let position = self.position.or_else(|| self.written(parameter)).unwrap_or(first);
        let skipped = position.saturating_sub(first).saturating_mul(if is_offset { 1 } else { page.count });
        let so_far = self.before.unwrap_or(skipped).saturating_add(page.count);
        let has_more = match (page.more, page.total) {
            (Some(more), _) => more && (page.count > 0 || !is_offset),
            (None, Some(total)) => page.count > 0 && so_far < total,
            (None, None) => page.count > 0 && !self.is_short(page.count),
        };
        let following = position.saturating_add(if is_offset { page.count } else { 1 });
        (self.last, self.before, self.position) = (Some(body), Some(so_far), Some(following));
        Ok(if has_more { Next::Page(Target::Query(parameter, following.to_string())) } else { Next::End })
    }

    /// The page of a cursor or a URL. An error if it was followed before.
    fn follow(&mut self, raw: &RawResponse, link: NextLink<'_>, target: impl FnOnce(String) -> Target) -> Next {
        let lost = |message| Next::Lost(Box::new(raw.clone()), Mismatch { path: link.path.to_owned(), message });
        match link.found {
            None if link.must_be => lost("expected a reference to the next page: there are more".to_owned()),
            None => Next::End,
            Some(found) if !self.followed.insert(hash(&found)) => {
                lost("the next page is one that was returned before".to_owned())
            }
            Some(found) => Next::Page(target(found)),
        }
    }

    /// Resolves a reference against the URL of its response. A link to the server that a token moved the request to is
    /// kept relative to the client's server: the next request is moved in the same way.
    fn resolved(&self, raw: &RawResponse, reference: String) -> String {
        if raw.moved_to().is_some_and(|server| reference::is_same_origin(server, &reference)) {
            return reference::without_origin(&reference).to_owned();
        }
        match &self.next {
            Next::Page(Target::Reference(known)) => reference::resolve(known, &reference),
            _ => reference,
        }
    }

    /// Whether a page has fewer items than requested. A service may do so on every page, so a page before it must have
    /// had more.
    fn is_short(&self, count: u64) -> bool {
        let size = O::PAGING.size.and_then(|parameter| self.written(parameter));
        size.is_some_and(|size| count < size) && count < self.longest
    }

    /// The number that the caller passes in a query parameter.
    fn written(&self, parameter: &str) -> Option<u64> {
        let mut request = RequestWriter::new(&O::INFO);
        self.operation.write(&mut request);
        request.query_value(parameter)?.parse().ok()
    }
}

/// The cursor or URL of the next page.
struct NextLink<'a> {
    /// Its path in the response.
    path: &'a str,
    /// Whether there certainly is a next page.
    must_be: bool,
    found: Option<String>,
}

/// A response, from which the paging information is read.
struct PageInfo<'a> {
    json: &'a str,
    items: Option<&'a str>,
    count: u64,
    more: Option<bool>,
    total: Option<u64>,
}

impl<'a> PageInfo<'a> {
    fn of(raw: &'a RawResponse, paging: &Paging) -> Self {
        let json = std::str::from_utf8(raw.body()).unwrap_or_default().trim();
        let find = |path: &str| json_path::find(json, path);
        let items = find(paging.items);
        Self {
            json,
            items,
            count: items.map_or(0, scan::count),
            more: paging.more.and_then(find).and_then(|json| json.parse().ok()),
            total: paging.total.and_then(find).and_then(|json| json.trim_matches('"').parse().ok()),
        }
    }

    /// The string or number at a path; `None` for an empty string.
    fn text(&self, path: &str) -> Option<String> {
        text(json_path::find(self.json, path)?)
    }

    /// The string or number at a path in the last item.
    fn last(&self, key: &str) -> Option<String> {
        let items: Vec<&serde_json::value::RawValue> = serde_json::from_str(self.items?).ok()?;
        text(json_path::find(items.last()?.get(), key)?)
    }
}

fn text(json: &str) -> Option<String> {
    match json.as_bytes().first()? {
        b'"' => serde_json::from_str(json).ok().filter(|text: &String| !text.is_empty()),
        b'-' | b'0'..=b'9' => Some(json.to_owned()),
        _ => None,
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// An operation, modified to request one page.
#[derive(Debug, Clone)]
pub(crate) struct PageOf<O> {
    operation: O,
    target: Target,
}

impl<O: Paged> Operation for PageOf<O> {
    type Output = O::Output;
    type Failure = O::Failure;
    const INFO: OperationInfo = O::INFO;
    const SERVER: Option<&'static str> = O::SERVER;
    const STREAMED: Option<fn(&RawResponse) -> bool> = O::STREAMED;

    fn write(&self, request: &mut RequestWriter) {
        self.operation.write(request);
        match &self.target {
            Target::AsGiven => {}
            Target::Query(parameter, value) => request.set_query(parameter, value),
            Target::Reference(reference) => request.follow(reference),
        }
    }

    fn read(response: &RawResponse) -> Result<Self::Output, Error<Self::Failure>> {
        O::read(response)
    }
}
