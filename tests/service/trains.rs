//! The service of a document with the setting `service`: all of its code.

use crate::fixtures::settings_service::models::{Booking, Problem as Refusal, Station};
use crate::fixtures::settings_service::service::Service;
use crate::fixtures::settings_service::{operations, responses};
use specwright_runtime::StatusCode;
use specwright_runtime::service::{Caller, Credential, Problem};
use std::sync::{Mutex, PoisonError};

/// The bookings of each caller, by token.
#[derive(Default)]
pub(crate) struct Trains(Mutex<Vec<(String, Booking)>>);

/// Who calls: the router has seen to it that there is a token.
fn token(caller: &Caller) -> Result<String, Problem> {
    match caller.credential("oauth") {
        Some(Credential::Token(token)) if token.expose() != "stolen" => Ok(token.expose().to_owned()),
        _ => Err(Problem::new(StatusCode::FORBIDDEN)),
    }
}

impl Service for Trains {
    async fn get_stations(
        &self,
        request: operations::GetStations,
        caller: Caller,
    ) -> Result<responses::GetStations, Problem> {
        let all = [("Berlin Hbf", "DE"), ("Gare de Lyon", "FR"), ("Paris Nord", "FR")];
        let is_wanted = |country: &str| request.countries.iter().flatten().all(|wanted| wanted == country);
        let stations = all.into_iter().filter(|(_, country)| is_wanted(country));
        let stations: Vec<Station> = stations.map(|(name, country)| Station::new(name, country)).collect();
        let x_total = i64::try_from(stations.len()).unwrap_or(i64::MAX);
        let limit = request.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
        let body: Vec<Station> = stations.into_iter().take(limit).collect();
        Ok(match caller.prefers(&["application/json", "text/csv"]) {
            0 => responses::GetStations::OkJson { x_total, body },
            _ => responses::GetStations::OkCsv { x_total, body: body.into_iter().map(|one| one.name + "\n").collect() },
        })
    }

    async fn create_booking(
        &self,
        request: operations::CreateBooking,
        caller: Caller,
    ) -> Result<responses::CreateBooking, Problem> {
        let mut bookings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if bookings.len() > 1 {
            return Ok(responses::CreateBooking::Conflict(Refusal::new().title("The train is full")));
        }
        let booking = request.body.id(i64::try_from(bookings.len()).unwrap_or(i64::MAX));
        bookings.push((token(&caller)?, booking.clone()));
        Ok(responses::CreateBooking::Created(booking))
    }

    async fn get_booking(&self, request: operations::GetBooking, _: Caller) -> Result<responses::GetBooking, Problem> {
        let bookings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let booking = bookings.iter().find(|(_, booking)| booking.id == Some(request.booking_id));
        Ok(match booking {
            Some((_, booking)) => responses::GetBooking::Ok(booking.clone()),
            None => responses::GetBooking::ClientError { status: StatusCode::GONE, body: Refusal::new() },
        })
    }
}
