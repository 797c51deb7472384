//! Origin and destination have the same type and could be swapped, so many inputs are named.

use specwright_ui::Client;
use specwright_ui::models::Passenger;

async fn book(client: &Client, passenger: Passenger) {
    let _ = client.book_trip("Bern", "Basel", 1, "EUR", passenger).await;
}

fn main() {}
