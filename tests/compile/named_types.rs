//! What programs call the types of the expected clients.

use crate::fixtures::all_of_adding_nothing::models::{Line, LineNameRequired, Station, Stop};
use crate::fixtures::{all_of_wrapped_list, types_of_one_shape};
use specwright_runtime::{MemoryTransport, Presence};

/// A program that books a trip, as one writes it. The list of stations is wrapped by an `allOf`; its elements are those of
/// the document.
mod trip {
    use super::all_of_wrapped_list::Client;
    use super::all_of_wrapped_list::models::{Booking, GetStationsResponse, Station};
    use std::error::Error;

    fn find<'a>(stations: &'a [Station], name: &str) -> Option<&'a Station> {
        stations.iter().find(|station| station.name == name)
    }

    fn next_page(stations: &GetStationsResponse) -> Option<&str> {
        stations.links.as_ref()?.next.as_deref()
    }

    fn booking(station: &Station, passenger: &str) -> Booking {
        Booking::new(&station.id, passenger)
    }

    pub(super) async fn book(
        client: &Client,
        station: &str,
        passenger: &str,
    ) -> Result<Option<String>, Box<dyn Error>> {
        let stations = client.get_stations().send().await?;
        assert_eq!(next_page(&stations), Some("/stations?page=2"));
        let Some(station) = stations.data.as_deref().and_then(|stations| find(stations, station)) else {
            return Ok(None);
        };
        let booking: Booking = client.create_booking(booking(station, passenger)).send().await?;
        Ok(booking.id)
    }
}

#[tokio::test]
async fn arrays_wrapped_in_all_of_keep_the_named_schema() {
    let transport = MemoryTransport::new()
        .respond(
            200,
            r#"{"data":[{"id":"1","name":"Bern"},{"id":"2","name":"Basel"}],"links":{"next":"/stations?page=2"}}"#,
        )
        .respond(201, r#"{"id":"b","station_id":"2","passenger_name":"Ada"}"#);
    let client = all_of_wrapped_list::Client::builder().transport(transport.clone()).build().unwrap();
    assert_eq!(trip::book(&client, "Basel", "Ada").await.unwrap().as_deref(), Some("b"));
    let sent = transport.requests();
    assert_eq!(&sent[1].body()[..], br#"{"station_id":"2","passenger_name":"Ada"}"#);
}

fn id(station: &Station) -> &str {
    &station.id
}

/// One function takes the values of all of these properties: each is of the type of the schema that is referred to.
#[test]
fn siblings_that_add_nothing_keep_the_referenced_type() {
    let line: Line = serde_json::from_str(
        r#"{"type_before":{"id":"1"},"any_more":{"id":"2"},"null_or_one":null,"list":[{"id":"3"}],"name_required":{"id":"4","name":"N"}}"#,
    )
    .unwrap();
    let Line {
        type_before, type_after, any_more, null_or_one, within, twice, same_property, same_required, list, ..
    } = &line;
    let single = [type_before, type_after, any_more, within, twice, same_property, same_required];
    let ids: Vec<&str> = single.into_iter().flatten().chain(list.iter().flatten()).map(id).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    let nothing: &Presence<Station> = null_or_one;
    assert_eq!(*nothing, Presence::Null);
    // A schema with further keywords is another type, and so is a component that is equal to another one.
    let LineNameRequired { name, .. } = line.name_required.unwrap();
    let stop: Stop = serde_json::from_str(r#"{"id":"5"}"#).unwrap();
    assert_eq!((name.as_str(), stop.id.as_str()), ("N", "5"));
}

/// A function accepts the shared type of any operation.
#[test]
fn equivalent_anonymous_schemas_are_one_type() {
    use types_of_one_shape::models::{
        ErrorBody, GetProjectResponse, GetProjectResponse400, GetTeamResponse, GetUserResponse,
        ListProjectsResponse400, ListProjectsResponseItem, Project,
    };
    use types_of_one_shape::operations::{GetProject, ListProjects};
    assert!(one::<GetProjectResponse, Project>() && one::<ListProjectsResponseItem, Project>());
    assert!(one::<GetProjectResponse400, ErrorBody>() && one::<ListProjectsResponse400, ErrorBody>());
    assert!(!one::<GetTeamResponse, GetUserResponse>());
    let mut projects: Vec<Project> = response::<ListProjects>(r#"[{"id":"1","name":"a","status":"open"}]"#);
    projects.push(response::<GetProject>(r#"{"id":"2","name":"b","status":"paused"}"#));
    let names: Vec<(&str, &str)> = projects.iter().map(|project| (&*project.id, &*project.name)).collect();
    assert_eq!(names, [("1", "a"), ("2", "b")]);
}

fn one<T: 'static, O: 'static>() -> bool {
    std::any::TypeId::of::<T>() == std::any::TypeId::of::<O>()
}

fn response<O: specwright_runtime::Operation>(body: &'static str) -> O::Output {
    let body = specwright_runtime::Bytes::from(body);
    let response = specwright_runtime::http::Response::builder().status(200).body(body).unwrap();
    O::read_response(response).ok().unwrap()
}
