//! Five inputs are required, and the destination is forgotten.

use specwright_ui::Client;
use specwright_ui::models::Passenger;
use specwright_ui::operations::BookTripRequired;

async fn book(client: &Client, passenger: Passenger) {
    let required =
        BookTripRequired { origin: "Basel".to_owned(), seats: 1, currency: "EUR".to_owned(), body: passenger };
    let _ = client.book_trip(required).await;
}

fn main() {}
