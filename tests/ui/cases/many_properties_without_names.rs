//! Five strings in an order that nobody sees.

use specwright_ui::models::Passenger;

fn main() {
    let _ = Passenger::new("Lovelace", "Ada", "London", "St James's Square", "GB");
}
