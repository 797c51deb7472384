//! The server gives a passenger their id.

use specwright_ui::models::Passenger;

fn numbered(passenger: Passenger) -> Passenger {
    passenger.id("p-1")
}

fn main() {}
