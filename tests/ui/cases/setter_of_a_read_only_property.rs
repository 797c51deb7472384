//! The server assigns the id of a passenger.

use specwright_ui::models::Passenger;

fn numbered(passenger: Passenger) -> Passenger {
    passenger.id("p-1")
}

fn main() {}
