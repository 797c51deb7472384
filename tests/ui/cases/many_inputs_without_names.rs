//! Origin and destination would be mixed up, and are not told apart by their types: so many inputs have names.

use specwright_ui::Client;
use specwright_ui::models::Passenger;

async fn book(client: &Client, passenger: Passenger) {
    let _ = client.book_trip("Bern", "Basel", 1, "EUR", passenger).await;
}

fn main() {}
